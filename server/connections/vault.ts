/**
 * Encrypts secrets at rest. A sealed value is: version (1 byte), nonce (12), tag (16), ciphertext. The version byte is authenticated with it,
 * so that no sealed value can pose as one of another format. The key is derived: the same setting signs sessions, and neither use must weaken the other.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Json } from "#flow/document.ts";
import type { Vault } from "#server/deps.ts";

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** What was sealed under another key, or was altered. */
export class VaultError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "VaultError";
  }
}

/** @param secretKey 32 bytes. `open` throws VaultError */
export function createVault(secretKey: Uint8Array): Vault {
  if (secretKey.length !== 32) throw new Error(`The secret key has ${secretKey.length} bytes; it must have 32.`);
  const key = new Uint8Array(hkdfSync("sha256", secretKey, new Uint8Array(0), "throughline vault 1", 32));
  const version = Uint8Array.of(VERSION);
  return {
    seal: (value) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG });
      cipher.setAAD(version);
      const text = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      return new Uint8Array(Buffer.concat([version, nonce, cipher.getAuthTag(), text]));
    },
    open: (sealed) => {
      if (sealed.length < 1 + NONCE + TAG) throw new VaultError("A sealed value is cut short.");
      if (sealed[0] !== VERSION) throw new VaultError(`A sealed value has the unknown format ${sealed[0]}; a newer release may have written it.`);
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG });
      decipher.setAAD(version);
      decipher.setAuthTag(sealed.subarray(1 + NONCE, 1 + NONCE + TAG));
      try {
        const text = Buffer.concat([decipher.update(sealed.subarray(1 + NONCE + TAG)), decipher.final()]).toString("utf8");
        return Json.parse(JSON.parse(text));
      } catch (cause) {
        throw new VaultError("A sealed value cannot be opened: it was sealed under another THROUGHLINE_SECRET_KEY, or altered.", { cause });
      }
    },
  };
}
