/** Who may call a webhook, and how often. */
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hooksOfFile, SECRET, send } from "../testing/hooks.ts";
import { createKeepRate } from "./rate.ts";

const { database, rig, hook, door, runsOf } = await hooksOfFile();

describe("who may call", () => {
  const hmac = (raw: string, secret = SECRET) => createHmac("sha256", secret).update(raw).digest("hex");

  test("hmac over the raw bytes: right is taken; wrong, missing and over other bytes are not", async () => {
    const { url, flowId } = await hook({ auth: { kind: "hmac", secret: { secretRef: "crm" } } });
    const raw = '{ "id" :  1 }';
    expect((await send(url, { body: raw, headers: { "x-signature-256": `sha256=${hmac(raw)}` } })).status).toBe(202);
    const wrong = [
      {},
      { "x-signature-256": hmac(raw) },
      { "x-signature-256": `sha256=${hmac(raw, "other")}` },
      { "x-signature-256": `sha256=${hmac('{"id":1}')}` },
      { "x-signature-256": "sha256=" },
    ];
    for (const headers of wrong) {
      const answer = await send(url, { body: raw, headers });
      expect(answer).toMatchObject({ status: 401, type: "application/problem+json", body: { code: "hook.signature", status: 401 } });
      expect(JSON.stringify(answer.body)).not.toContain(hmac(raw));
    }
    expect(await runsOf(flowId)).toBe(1);
  });

  test("hmac with a timestamp: signed together, and only for a while", async () => {
    const { url } = await hook({
      auth: { kind: "hmac", secret: { secretRef: "crm" }, header: "X-Sig", prefix: "v1=", timestampHeader: "X-At", tolerance: "PT1M" },
    });
    const at = (shift: number) => String(Math.floor(Date.now() / 1000) + shift);
    const signed = (stamp: string) => ({ "x-at": stamp, "x-sig": `v1=${hmac(`${stamp}.{}`)}` });
    expect((await send(url, { headers: signed(at(0)) })).status).toBe(202);
    expect((await send(url, { headers: signed(String(Date.now())) })).status).toBe(202);
    for (const headers of [signed(at(-120)), signed(at(120)), signed("soon"), { ...signed(at(0)), "x-at": at(-1) }, { "x-sig": `v1=${hmac("{}")}` }])
      expect((await send(url, { headers })).status).toBe(401);
  });

  test("bearer, basic and API key: right is taken, anything else is not", async () => {
    const secret = Buffer.from(SECRET).toString("latin1");
    const cases = [
      { auth: { kind: "bearer" }, right: { authorization: `bearer ${secret}` }, wrong: [{}, { authorization: secret }, { authorization: "Bearer x" }] },
      { auth: { kind: "basic" }, right: { authorization: `Basic ${Buffer.from(SECRET).toString("base64")}` }, wrong: [{}, { authorization: "Basic eDp5" }] },
      { auth: { kind: "apiKey" }, right: { "x-api-key": secret }, wrong: [{}, { "x-api-key": "" }, { "x-api-key": `${secret}x` }] },
    ];
    for (const { auth, right, wrong } of cases) {
      const { url } = await hook({ auth: { ...auth, secret: { secretRef: "crm" } } });
      expect((await send(url, { headers: right })).status, auth.kind).toBe(202);
      for (const headers of wrong) {
        const answer = await send(url, { headers });
        expect(answer, auth.kind).toMatchObject({ status: 401, body: { code: "hook.credentials" } });
        expect(answer.headers.get("www-authenticate")).not.toBeNull();
      }
    }
  });

  test("a hook whose secret has no value lets nobody in", async () => {
    const { url, flowId } = await hook({ auth: { kind: "bearer", secret: { secretRef: "unset" } } });
    const answer = await send(url, { headers: { authorization: "Bearer " } });
    expect(answer).toMatchObject({ status: 503, body: { code: "hook.secret_missing" } });
    expect(JSON.stringify(answer.body)).not.toContain("unset");
    expect(await runsOf(flowId)).toBe(0);
  });
});

describe("a hook with a rate", () => {
  test("takes so many requests over all processes together, and tells the others when to come again", async () => {
    const { url, flowId } = await hook({ rateLimit: { requests: 5, per: "PT1H" } });
    const registration = await rig.registration(flowId);
    // a second door as far as the rate knows: it shares nothing with the first but the database
    const other = await door({ registrations: { byToken: async () => registration }, engine: rig.engine, keepRate: createKeepRate({ pool: rig.pool }) });
    const second = `${other}${new URL(url).pathname}`;
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => send(n % 2 === 0 ? url : second)));
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(5);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(35);
    expect(refused[0]?.body).toMatchObject({ code: "hook.rate" });
    // a place becomes free every twelve minutes
    const wait = Number(refused[0]?.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(600);
    expect(wait).toBeLessThanOrEqual(720);
    expect(await runsOf(flowId)).toBe(5);
  });

  test("takes the next one when the time is there, and lets nobody use up the rate who cannot say who they are", async () => {
    const { url, flowId } = await hook({ rateLimit: { requests: 1, per: "PT1H" }, auth: { kind: "bearer", secret: { secretRef: "crm" } } });
    expect((await send(url)).status).toBe(401);
    const known = { headers: { authorization: `Bearer ${Buffer.from(SECRET).toString("latin1")}` } };
    expect((await send(url, known)).status).toBe(202);
    const registration = await rig.registration(flowId);
    await database.pool.query("update hook_rate set next_at = next_at - interval '1 hour' where registration_id = $1", [registration.id]);
    expect((await send(url, known)).status).toBe(202);
    expect((await send(url, known)).status).toBe(429);
  });
});
