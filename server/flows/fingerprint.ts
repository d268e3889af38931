/** Identity of what a flow means, whatever the order of its keys and the place of its boxes. */
import { createHash } from "node:crypto";
import { meaningOf } from "#flow/canonical.ts";
import type { FlowDocument } from "#flow/document.ts";

/** @returns sha256 in hex */
export function fingerprint(document: FlowDocument): string {
  return createHash("sha256").update(meaningOf(document)).digest("hex");
}
