import { describe, expect, test } from "vitest";
import { ADMIN, AT, KEY, ODOO, OPERATOR, connectionsOfFile, refusal } from "../testing/connections.ts";

const rig = await connectionsOfFile();

describe("the API key of an Odoo", () => {
  const NEW_KEY = "a-new-odoo-key-987654-zyxw";

  test("is replaced only by one that was tried and works: a wrong one leaves everything as it was", async () => {
    await rig.create();
    rig.health = { ...rig.health, ok: false, checks: [{ name: "API key", ok: false, message: "Odoo does not accept this API key." }] };
    expect(await rig.room.replaceKey(ADMIN, { ...AT, apiKey: NEW_KEY })).toEqual({ kind: "refused", checks: rig.health.checks });
    expect(rig.asked.at(-1)?.secrets).toEqual({ apiKey: NEW_KEY });
    expect((await rig.source.get(AT)).secrets).toEqual({ apiKey: KEY });
    expect((await rig.room.get(AT)).secretHints.apiKey?.last4).toBe("wxyz");
    expect((await rig.audit()).map((entry) => entry.action)).toEqual(["connection.created"]);
  });

  test("takes the place of the old one once it works, with its end, and nobody reads it anywhere", async () => {
    await rig.create({ config: { ...ODOO, keyExpires: "2026-12-01" } });
    const changed = await rig.room.replaceKey(ADMIN, { ...AT, apiKey: NEW_KEY, expiresAt: "2027-03-31" });
    expect(changed).toMatchObject({ kind: "changed", made: null });
    expect((await rig.source.get(AT)).secrets).toEqual({ apiKey: NEW_KEY });
    const view = await rig.room.get(AT);
    expect(view).toMatchObject({ keyExpiry: { at: "2027-03-31T23:59:59.000Z", from: "person" }, health: { ok: true } });
    expect(JSON.stringify([view, changed, await rig.audit()])).not.toContain(NEW_KEY);
    // the end of the old key is not the new one's
    await rig.room.replaceKey(ADMIN, { ...AT, apiKey: KEY });
    expect((await rig.room.get(AT)).keyExpiry).toBeNull();
  });

  test("cannot be replaced by itself", async () => {
    await rig.create();
    expect(await refusal(rig.room.replaceKey(ADMIN, { ...AT, apiKey: KEY }))).toMatchObject({ code: "connection.same_key", status: 422 });
  });

  test("is made in Odoo where Odoo lets us, and the password that it may ask for is kept nowhere", async () => {
    await rig.create();
    const wanted: unknown[] = [];
    rig.visit.makeKey = async (connection, q) => {
      wanted.push([connection.secrets.apiKey, q]);
      if (q.password === undefined) return { kind: "password-needed", why: "Odoo asks for it." };
      return { kind: "made", apiKey: NEW_KEY, name: q.name, expiresAt: q.expiresAt };
    };
    expect(await rig.room.makeKey(ADMIN, { ...AT, days: 90 })).toEqual({ kind: "password-needed", why: "Odoo asks for it." });
    expect((await rig.source.get(AT)).secrets).toEqual({ apiKey: KEY });
    const name = "Throughline production/odoo 2026-11-23";
    expect(await rig.room.makeKey(ADMIN, { ...AT, days: 90, password: "hunter2-hunter2" })).toMatchObject({ kind: "changed", made: { name } });
    expect(wanted).toMatchObject([
      [KEY, { name }],
      [KEY, { name, expiresAt: "2027-02-21T10:00:00.000Z" }],
    ]);
    expect((await rig.source.get(AT)).secrets).toEqual({ apiKey: NEW_KEY });
    const { rows } = await rig.pool.query("select connection.*, encode(secrets, 'escape') as raw from connection");
    expect(JSON.stringify([rows, await rig.audit(), await rig.room.get(AT)])).not.toContain("hunter2");
  });

  test("counts down by what Odoo told last, and keeps that while Odoo does not answer", async () => {
    await rig.create();
    const facts = {
      ...{
        version: "19.0",
        protocol: "json-2" as const,
        language: "en_US",
        timeZone: "Europe/Oslo",
        companies: [],
        apps: ["CRM"],
        appsFrom: "modules" as const,
      },
      keys: [{ name: "Throughline", expiresAt: "2026-12-24T10:00:00Z" }],
    };
    rig.health = { ...rig.health, facts };
    await rig.room.test(OPERATOR, AT);
    const { facts: _, ...silent } = rig.health;
    rig.health = { ...silent, ok: false, identity: null };
    await rig.room.test(OPERATOR, AT);
    expect(await rig.room.get(AT)).toMatchObject({ keyExpiry: { at: "2026-12-24T10:00:00.000Z", from: "odoo" }, health: { ok: false, facts } });
    // so that a refused key can be told to have ended
    expect(rig.asked.at(-1)?.config.keyExpires).toBe("2026-12-24T10:00:00.000Z");
  });
});
