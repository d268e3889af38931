import { describe, expect, test } from "vitest";
import { ADMIN, connectionsOfFile, refusal } from "../testing/connections.ts";

const rig = await connectionsOfFile();

describe("secrets and variables", () => {
  test("a secret is listed by name, used by flows, and shown to nobody", async () => {
    await rig.room.putSecret(ADMIN, { environment: "production", name: "crm", value: "signature-key-123" });
    expect(await rig.room.secrets({ environment: "production" })).toEqual([{ name: "crm", updatedAt: "2026-11-23T10:00:00.000Z" }]);
    expect(await rig.source.secret({ environment: "production", name: "crm" })).toBe("signature-key-123");
    expect(await rig.source.secret({ environment: "test", name: "crm" })).toBeNull();
    const { rows } = await rig.pool.query("select secret.*, encode(ciphertext, 'escape') as raw from secret");
    expect(JSON.stringify([rows, await rig.audit()])).not.toContain("signature-key-123");
  });

  test("a changed secret is used at once", async () => {
    const crm = { environment: "production", name: "crm" };
    await rig.room.putSecret(ADMIN, { ...crm, value: "old" });
    expect(await rig.source.secret(crm)).toBe("old");
    await rig.room.putSecret(ADMIN, { ...crm, value: "new" });
    expect(await rig.source.secret(crm)).toBe("new");
  });

  test("names and empty values are refused with a reason", async () => {
    expect(await refusal(rig.room.putSecret(ADMIN, { environment: "production", name: "crm", value: "" }))).toMatchObject({
      status: 422,
      code: "secret.empty",
    });
    expect(await refusal(rig.room.putSecret(ADMIN, { environment: "production", name: "c r m", value: "x" }))).toMatchObject({ status: 422 });
    expect(await refusal(rig.room.putVariable(ADMIN, { environment: "production", name: "a-b", value: 1 }))).toMatchObject({ status: 422 });
    expect(await refusal(rig.room.putVariable(ADMIN, { environment: "nowhere", name: "a", value: 1 }))).toMatchObject({ status: 404 });
  });

  test("variables hold any JSON and change at once", async () => {
    for (const value of [null, 5, "text", [1, { a: false }]]) {
      await rig.room.putVariable(ADMIN, { environment: "production", name: "threshold", value });
      expect(await rig.source.variables("production")).toEqual({ threshold: value });
    }
    expect(await rig.room.variables({ environment: "production" })).toMatchObject([{ name: "threshold", value: [1, { a: false }] }]);
  });
});
