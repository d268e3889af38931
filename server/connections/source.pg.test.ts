import { describe, expect, test } from "vitest";
import { AT, connectionsOfFile } from "../testing/connections.ts";
import { createConnectionSource } from "./source.ts";

const rig = await connectionsOfFile();

describe("what running flows remember", () => {
  test("a connection is read once, until a change is announced", async () => {
    await rig.create();
    const first = await rig.source.get(AT);
    await rig.pool.query("update connection set name = 'Changed elsewhere'");
    expect(await rig.source.get(AT)).toBe(first);
    rig.source.forget({ kind: "draft", flow: "won", revision: 1, by: "x" });
    rig.source.forget({ kind: "connection", key: "odoo", environment: "test" });
    expect(await rig.source.get(AT)).toBe(first);
    rig.source.forget({ kind: "connection", key: "odoo", environment: "production" });
    expect((await rig.source.get(AT)).name).toBe("Changed elsewhere");
  });

  test("what was read before a change and arrives after it is not remembered", async () => {
    await rig.create();
    const early = rig.source.get(AT);
    rig.source.forget({ kind: "connection", key: "odoo", environment: "production" });
    await rig.pool.query("update connection set name = 'Later'");
    await early;
    expect((await rig.source.get(AT)).name).toBe("Later");
  });

  test("an announcement that was lost costs half a minute, not for ever", async () => {
    await rig.create();
    let now = 0;
    const patient = createConnectionSource({ pool: rig.pool, vault: rig.vault, monotonic: () => now });
    await patient.get(AT);
    await rig.pool.query("update connection set name = 'Unannounced'");
    now = 29_000;
    expect((await patient.get(AT)).name).toBe("Odoo");
    now = 31_000;
    expect((await patient.get(AT)).name).toBe("Unannounced");
  });

  test("a missing connection is a failure that says what to do, and is looked for again", async () => {
    const failure = await rig.source.get(AT).catch((error: unknown) => error);
    expect(failure).toMatchObject({ failure: { code: "connection.missing", class: "technical", kind: "configuration", where: { connection: "odoo" } } });
    await rig.create();
    expect(await rig.source.get(AT)).toMatchObject({ kind: "odoo" });
  });
});
