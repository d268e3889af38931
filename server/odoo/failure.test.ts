/** Answers as real servers gave them (and gateways before them give them), told as failures. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { createGuard } from "#server/http/guard.ts";
import { createJson2 } from "./json2.ts";
import type { OdooTarget } from "./target.ts";

const API_KEY = "0123456789abcdef0123456789abcdef01234567";

describe("an answer that is no result", () => {
  const guard = createGuard();
  let next: { status: number; type: string; body: string; headers?: Record<string, string> } = { status: 200, type: "application/json", body: "null" };
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(next.status, { "content-type": next.type, ...next.headers }).end(next.body));
  });
  let target: OdooTarget;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const limits = { concurrent: 4, perSecond: null };
    target = {
      environment: "production",
      key: "odoo",
      name: "Odoo",
      url,
      database: "odoo",
      login: "bot@acme.example",
      apiKey: API_KEY,
      protocol: "json-2",
      allowPrivate: true,
      timezone: "UTC",
      context: {},
      allow: null,
      limits,
    };
  });
  afterAll(async () => {
    await guard.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const told = async (answer: typeof next, q: { method?: string; repeatable?: boolean } = {}): Promise<Failure> => {
    next = answer;
    const { method = "write", repeatable = true } = q;
    try {
      await createJson2({ guard })(target).call({ model: "res.partner", method, ids: [7] }, { repeatable });
    } catch (error) {
      if (error instanceof StepFailure) return error.failure;
      throw error;
    }
    throw new Error("It was expected to fail and did not.");
  };
  const exception = (status: number, name: string, message: string) => ({
    status,
    type: "application/json; charset=utf-8",
    body: JSON.stringify({ name, message, arguments: [message], context: {}, debug: `Traceback (most recent call last): File "/odoo/x.py" ${API_KEY}` }),
  });

  it("names the groups that an access right belongs to", async () => {
    const message =
      "You are not allowed to create 'Contact' (res.partner) records.\n\nThis operation is allowed for the following groups:\n\t- Contact/Creation\n\t- Sales/Administrator\n\nContact your administrator to request access if necessary.";
    expect(await told(exception(403, "odoo.exceptions.AccessError", message))).toMatchObject({
      class: "technical",
      kind: "authorization",
      code: "odoo.access_denied",
      message: "Odoo refused bot@acme.example: You are not allowed to create 'Contact' (res.partner) records.",
      fix: "Give bot@acme.example one of these groups in Odoo: Contact/Creation, Sales/Administrator.",
      retryable: false,
    });
  });

  it("tells what only collided from what is wrong, whatever the status", async () => {
    expect(await told(exception(500, "psycopg2.errors.SerializationFailure", "could not serialize access"))).toMatchObject({
      kind: "contention",
      retryable: true,
    });
    expect(await told(exception(500, "psycopg2.errors.DeadlockDetected", "deadlock detected"))).toMatchObject({ kind: "contention", retryable: true });
    expect(await told(exception(500, "builtins.ValueError", "Wrong value for res.partner.type: 'bogus'"))).toMatchObject({
      class: "business",
      code: "odoo.selection",
      retryable: false,
    });
    expect(await told(exception(500, "builtins.KeyError", "nope"))).toMatchObject({ code: "odoo.unknown_field", where: { field: "nope" }, retryable: false });
    expect(await told(exception(500, "psycopg2.errors.InvalidTextRepresentation", 'invalid input syntax for type integer: "BE"\nLINE 1: …'))).toMatchObject({
      class: "business",
      code: "odoo.value",
      message: 'Odoo cannot use a value that was sent for res.partner: invalid input syntax for type integer: "BE"',
    });
  });

  it("keeps the rule that Odoo states", async () => {
    expect(
      await told(exception(422, "odoo.exceptions.UserError", "Some orders are not in a state requiring confirmation."), { method: "action_confirm" }),
    ).toMatchObject({
      class: "business",
      kind: "rule",
      code: "odoo.rule",
      message: "Odoo refused res.partner.action_confirm: Some orders are not in a state requiring confirmation.",
    });
  });

  it("never tells what Odoo says for its programmers, nor the key", async () => {
    const failure = await told(exception(422, "odoo.exceptions.UserError", `No: ${API_KEY}`));
    expect(JSON.stringify(failure)).not.toMatch(/Traceback|x\.py|0123456789abcdef/);
  });

  it("waits as long as it is told when there were too many calls", async () => {
    const answer = { status: 429, type: "text/html", body: "slow down", headers: { "retry-after": "7" } };
    expect(await told(answer)).toMatchObject({ kind: "rate-limited", retryable: true, retryAfterMs: 7000 });
  });

  it("takes a gateway that gave up for an open outcome where a repeat would do it twice", async () => {
    const gateway = { status: 504, type: "text/html", body: "<html>Gateway Time-out</html>" };
    expect(await told(gateway)).toMatchObject({ kind: "unavailable", retryable: true });
    expect(await told(gateway, { repeatable: false })).toMatchObject({ kind: "timeout", retryable: true });
    const busy = { status: 503, type: "text/html", body: "<html>Service Unavailable</html>" };
    expect(await told(busy, { repeatable: false })).toMatchObject({ kind: "unavailable", retryable: true });
  });

  it("recognises addresses that are no Odoo, and databases that are not there", async () => {
    expect(await told({ status: 200, type: "text/html; charset=utf-8", body: "<html>Welcome</html>" })).toMatchObject({
      kind: "configuration",
      code: "odoo.not_odoo",
    });
    expect(await told({ status: 301, type: "text/html", body: "", headers: { location: "https://elsewhere.example/" } })).toMatchObject({
      code: "odoo.not_odoo",
    });
    expect(await told({ status: 404, type: "text/html", body: "<p>No database is selected</p>" })).toMatchObject({ code: "odoo.database_missing" });
  });

  it("takes an answer that breaks off for an open outcome", async () => {
    expect(await told({ status: 200, type: "application/json", body: '[{"id": 7, "na' })).toMatchObject({
      kind: "timeout",
      code: "odoo.answer_unusable",
      retryable: true,
    });
  });
});
