import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { openFor, sealFor } from "./sealed.ts";
import { createVault, VaultError } from "./vault.ts";

const key = new Uint8Array(randomBytes(32));
const vault = createVault(key);

describe("the vault", () => {
  test("what is sealed comes back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // reading drops the one name that would change what an object is
        const plain = JSON.parse(JSON.stringify(value).replaceAll("__proto__", "proto")) as Json;
        expect(vault.open(vault.seal(plain))).toEqual(plain);
      }),
    );
  });

  test("the same value never looks the same, and shows nothing of itself", () => {
    const [first, second] = [vault.seal("hunter2-very-secret"), vault.seal("hunter2-very-secret")];
    expect(Buffer.from(first)).not.toEqual(Buffer.from(second));
    expect(Buffer.from(first).toString("latin1")).not.toContain("hunter2");
  });

  test("a change of any single byte is noticed", () => {
    const sealed = vault.seal({ apiKey: "abc" });
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Uint8Array.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => vault.open(altered), `byte ${at}`).toThrow(VaultError);
    }
  });

  test("cut and lengthened values are noticed", () => {
    const sealed = vault.seal({ apiKey: "abc" });
    for (let length = 0; length < sealed.length; length += 1) expect(() => vault.open(sealed.subarray(0, length)), `${length} bytes`).toThrow(VaultError);
    expect(() => vault.open(Uint8Array.from([...sealed, 0]))).toThrow(VaultError);
  });

  test("another key opens nothing, and says which setting to look at", () => {
    expect(() => createVault(new Uint8Array(randomBytes(32))).open(vault.seal("x"))).toThrow(/THROUGHLINE_SECRET_KEY/);
  });

  test("the key in the settings is not the key of the cipher: sessions are signed with it too", () => {
    expect(vault.open(createVault(key).seal("x"))).toBe("x");
    expect(() => createVault(new Uint8Array(16))).toThrow(/32/);
  });

  test("a sealed value that was copied to another owner opens nothing there", () => {
    const sealed = sealFor(vault, "connection/production/odoo", { apiKey: "abc" });
    expect(openFor(vault, "connection/production/odoo", sealed)).toEqual({ apiKey: "abc" });
    expect(() => openFor(vault, "connection/test/odoo", sealed)).toThrow(VaultError);
  });
});
