/** Answers as real servers gave them (and gateways before them give them), told as failures. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { createGuard } from "#server/http/guard.ts";
import { createClients } from "./client.ts";
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

  it("keeps the last line of a traceback and nothing else of it", async () => {
    const debug = [
      "Traceback (most recent call last):",
      '  File "/usr/lib/python3/dist-packages/odoo/sql_db.py", line 357, in execute',
      "    res = self._obj.execute(query, params)",
      'psycopg2.errors.NotNullViolation: null value in column "name" of relation "res_partner"',
      `DETAIL:  Failing row contains (${API_KEY}, secret).`,
      "",
      "The above exception was the direct cause of the following exception:",
      "",
      "Traceback (most recent call last):",
      '  File "/usr/lib/python3/dist-packages/odoo/http.py", line 2800, in __call__',
      "    response = request._serve_db()",
      `odoo.exceptions.ValidationError: in /opt/acme/models/secret_rule.py with ${API_KEY}`,
      "on two lines",
    ].join("\n");
    const body = JSON.stringify({ name: "odoo.exceptions.ValidationError", message: "Contacts require a name", arguments: [], context: {}, debug });
    const failure = await told({ status: 422, type: "application/json", body });
    expect(JSON.stringify(failure)).not.toMatch(/Traceback|\.py|0123456789abcdef|Failing row|sql_db/);
    const unknown = JSON.stringify({ name: "builtins.RuntimeError", message: "generator raised StopIteration", arguments: [], context: {}, debug });
    expect(await told({ status: 500, type: "application/json", body: unknown })).toMatchObject({
      detail: { last: expect.stringMatching(/^odoo\.exceptions\.ValidationError: in … with /) },
    });
  });

  it("takes a moment in Retry-After as well as seconds, and asks for no more than an hour", async () => {
    const slow = (after: string) => told({ status: 429, type: "text/html", body: "slow down", headers: { "retry-after": after } });
    const soon = await slow(new Date(Date.now() + 90_000).toUTCString());
    expect(soon.retryAfterMs).toBeGreaterThan(60_000);
    expect(soon.retryAfterMs).toBeLessThanOrEqual(90_000);
    expect(await slow("Wed, 21 Oct 2015 07:28:00 GMT")).toMatchObject({ retryAfterMs: 0 });
    expect(await slow("86400")).toMatchObject({ retryAfterMs: 3_600_000 });
    expect((await slow("later")).retryAfterMs).toBeUndefined();
  });

  it("says of a request that a proxy finds too large which model it was for, and what to raise", async () => {
    expect(await told({ status: 413, type: "text/html", body: "<html>413 Request Entity Too Large</html>" }, { method: "load" })).toMatchObject({
      class: "technical",
      kind: "configuration",
      code: "odoo.request_too_large",
      message: expect.stringContaining("res.partner"),
      fix: expect.stringContaining("client_max_body_size"),
      retryable: false,
    });
  });

  it("waits for a database that is being upgraded", async () => {
    for (const name of ["psycopg2.errors.UndefinedColumn", "psycopg2.errors.UndefinedTable"])
      expect(await told(exception(500, name, 'column res_partner.x_new does not exist\nLINE 1: SELECT "res_partner"."x_new"'))).toMatchObject({
        kind: "unavailable",
        code: "odoo.upgrading",
        retryable: true,
      });
    expect(await told(exception(500, "psycopg2.errors.LockNotAvailable", "canceling statement due to lock timeout"))).toMatchObject({ kind: "contention" });
    expect(await told({ status: 503, type: "text/html", body: "<html>Service Unavailable</html>" })).toMatchObject({ kind: "unavailable", retryable: true });
  });

  it("takes a database that answered a moment ago for one that cannot be opened just now, and one that never did for one that is not there", async () => {
    const page = { status: 404, type: "text/html", body: "<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>" };
    const client = createClients({ guard })({
      environment: "production",
      key: "odoo",
      kind: "odoo",
      name: "Odoo",
      config: { url: target.url, database: "odoo", login: target.login, allowPrivate: true },
      secrets: { apiKey: API_KEY },
    });
    const ask = () => client.call({ model: "res.partner", method: "search_count", args: { domain: [] } });
    const failed = () =>
      ask().then(
        () => null,
        (error: unknown) => (error instanceof StepFailure ? error.failure : null),
      );
    next = page;
    expect(await failed()).toMatchObject({ kind: "configuration", code: "odoo.database_missing", retryable: false });
    next = { status: 200, type: "application/json", body: "3" };
    expect(await ask()).toBe(3);
    next = page;
    expect(await failed()).toMatchObject({ kind: "unavailable", code: "odoo.database_closed", retryable: true, fix: expect.any(String) });
  });

  it("names the record and the field where companies do not go together", async () => {
    const message =
      "Uh-oh! You\u2019ve got some company inconsistencies here:\n- \u201cS00042\u201d belongs to company \u201cHalvorsen Oslo\u201d while \u201cCustomer\u201d (partner_id: \u2018Brandt GmbH\u2019) belongs to another company.\nTo avoid a mess, no company crossover is allowed!";
    const expected = { class: "business", kind: "rule", code: "odoo.company_mismatch", where: { model: "res.partner", field: "partner_id" } };
    expect(await told(exception(422, "odoo.exceptions.UserError", message))).toMatchObject({
      ...expected,
      message: expect.stringContaining("S00042"),
      fix: expect.stringContaining("context"),
    });
  });

  it("names the record that a rule keeps from us, and the company that would give it", async () => {
    const message =
      "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, Bot (id=9) doesn't have 'write' access to:\n- Contact, Brandt GmbH (res.partner: 7, company=Halvorsen Bergen)\n\nBlame the following rules:\n- res.partner company\n\nThis seems to be a multi-company issue, you might be able to access the record by switching to the company: Halvorsen Bergen.";
    expect(await told(exception(403, "odoo.exceptions.AccessError", message))).toMatchObject({
      kind: "authorization",
      code: "odoo.access_denied",
      message: expect.stringContaining("write Contact, Brandt GmbH"),
      fix: "Add Halvorsen Bergen to the companies of the connection, or to the step's context.",
      where: { record: 7 },
    });
    expect(await told(exception(403, "odoo.exceptions.AccessError", "Access to unauthorized or invalid companies."))).toMatchObject({
      fix: expect.stringContaining("Allow the company"),
    });
  });

  it("names the record that was deleted in between, and the one that others were writing", async () => {
    expect(
      await told(exception(404, "odoo.exceptions.MissingError", "Record does not exist or has been deleted.\n(Record: res.partner(7,), User: 2)")),
    ).toMatchObject({
      class: "business",
      code: "odoo.record_missing",
      where: { model: "res.partner", record: 7 },
    });
    expect(await told(exception(500, "psycopg2.errors.SerializationFailure", "could not serialize access due to concurrent update"))).toMatchObject({
      kind: "contention",
      where: { model: "res.partner", record: 7 },
    });
  });
});
