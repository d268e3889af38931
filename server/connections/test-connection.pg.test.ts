import { describe, expect, test } from "vitest";
import { ADMIN, AT, KEY, ODOO, OPERATOR, connectionsOfFile, refusal } from "../testing/connections.ts";

const rig = await connectionsOfFile();

describe("tests of a connection", () => {
  test("the result is kept as health, with who we are", async () => {
    await rig.create();
    expect(await rig.room.test(ADMIN, AT)).toEqual({ ok: true, checks: rig.health.checks });
    expect(rig.asked[0]).toMatchObject({ key: "odoo", secrets: { apiKey: KEY }, config: ODOO });
    expect((await rig.room.get(AT)).health).toMatchObject({
      ok: true,
      message: "Connected as Flows.",
      milliseconds: 12,
      checkedAt: "2026-11-23T10:00:00.000Z",
    });
  });

  test("the first thing that is wrong is the message", async () => {
    await rig.create();
    rig.health = {
      ok: false,
      checks: [
        { name: "Reachable", ok: true, message: "It answers." },
        { name: "Credentials", ok: false, message: "It does not know the key.", fix: "Make a new one." },
      ],
      identity: null,
      milliseconds: 5,
    };
    expect(await rig.room.test(ADMIN, AT)).toMatchObject({ ok: false });
    expect((await rig.room.get(AT)).health).toMatchObject({ ok: false, message: "It does not know the key." });
  });

  test("an unknown connection is told", async () => {
    expect(await refusal(rig.room.test(ADMIN, AT))).toMatchObject({ status: 404, code: "connection.missing" });
  });
});

describe("settings that are not stored", () => {
  const settings = { environment: "production", kind: "odoo" as const, config: ODOO, secrets: { apiKey: KEY } };

  test("are tried without anything being kept", async () => {
    expect(await rig.room.tryOut(ADMIN, settings)).toMatchObject({ ok: true, checks: rig.health.checks });
    expect(rig.asked.at(-1)).toMatchObject({ config: ODOO, secrets: { apiKey: KEY } });
    expect(await rig.room.list({ environment: "production" })).toEqual([]);
    expect(await rig.audit()).toEqual([]);
  });

  test("are checked as those that are stored, and reach private addresses only for an administrator", async () => {
    expect(await refusal(rig.room.tryOut(ADMIN, { ...settings, secrets: {} }))).toMatchObject({ code: "connection.secrets" });
    expect(await refusal(rig.room.tryOut(ADMIN, { ...settings, config: { url: "nonsense" } }))).toMatchObject({ code: "connection.config" });
    const hidden = { ...settings, config: { ...ODOO, allowPrivate: true } };
    expect(await refusal(rig.room.tryOut(OPERATOR, hidden))).toMatchObject({ code: "connection.private_forbidden" });
    expect(await refusal(rig.room.probe(OPERATOR, { address: "http://127.0.0.1", allowPrivate: true }))).toMatchObject({
      code: "connection.private_forbidden",
    });
  });
});
