/** Sealed values know what they belong to: a row copied over another one in the database opens nothing there. */
import { z } from "zod";
import type { Vault } from "#server/deps.ts";
import { VaultError } from "./vault.ts";

const Sealed = z.object({ for: z.string(), value: z.record(z.string(), z.string()) });

export function sealFor(vault: Vault, owner: string, value: Record<string, string>): Buffer {
  return Buffer.from(vault.seal({ for: owner, value }));
}

/** @throws VaultError */
export function openFor(vault: Vault, owner: string, sealed: Uint8Array): Record<string, string> {
  const opened = Sealed.parse(vault.open(sealed));
  if (opened.for !== owner) throw new VaultError(`The sealed value of ${owner} belongs to ${opened.for}: rows of the database were exchanged.`);
  return opened.value;
}

export const ownerOfConnection = (q: { environment: string; key: string }) => `connection/${q.environment}/${q.key}`;
export const ownerOfSecret = (q: { environment: string; name: string }) => `secret/${q.environment}/${q.name}`;
