/**
 * The identity of an effect: it survives retries, crashes, replays and new versions. Everything that keeps a target from doing a thing
 * twice derives from it: Odoo's external id, the Idempotency-Key header, the receipt.
 */
import type { Step } from "./document.ts";

/** installation · environment · flow · origin · step · visit · item, joined so that no part can pose as two. */
export function effectKey(q: {
  installation: string;
  environment: string;
  flowId: string;
  origin: string;
  step: Step;
  visit: number;
  hasVisit: boolean;
  item?: string;
}): string {
  // a renamed step keeps the name it had first
  const step = q.step.was?.[0] ?? q.step.id;
  return [q.installation, q.environment, q.flowId, q.origin, step, q.hasVisit ? String(q.visit) : "", q.item ?? ""].map(encodeURIComponent).join("/");
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** RFC 4648 base32 in small letters, without padding: an Odoo external id must have no spaces and ignores nothing. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET.charAt((held >>> (bits - 5)) & 31);
      bits -= 5;
    }
    held &= (1 << bits) - 1;
  }
  return bits ? text + ALPHABET.charAt((held << (5 - bits)) & 31) : text;
}

/** The external id of a created record, from the sha256 of its effect key: throughline.res_partner-<base32>. The model is in it because Odoo keeps one row per name over all models. */
export function createdExternalId(model: string, sha256: Uint8Array): string {
  return `throughline.${model.replaceAll(".", "_")}-${base32(sha256)}`;
}

/** The external id for a key that the author chose, so that flows can share it. Anything but letters, digits, _ and - is escaped. */
export function authoredExternalId(model: string, key: string): string {
  const escaped = key.replace(
    /[^A-Za-z0-9_-]/gu,
    (char) => `.${[...new TextEncoder().encode(char)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`,
  );
  return `throughline.${model.replaceAll(".", "_")}-${escaped}`;
}
