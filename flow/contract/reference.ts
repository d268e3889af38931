/** How flows name a version of a contract: `customer@2` in settings, and as the `$id` of its schema wherever that was taken to. */

export type ContractVersionRef = { key: string; version: number };

const REFERENCE = /^([a-z][a-z0-9-]{0,59})@([1-9]\d{0,8})$/;
const ID = /^urn:throughline:contract:([a-z][a-z0-9-]{0,59}):([1-9]\d{0,8})$/;

export function contractRef({ key, version }: ContractVersionRef): string {
  return `${key}@${version}`;
}

/** @returns null for what names no version */
export function readContractRef(text: unknown): ContractVersionRef | null {
  return read(REFERENCE, text);
}

export function contractId({ key, version }: ContractVersionRef): string {
  return `urn:throughline:contract:${key}:${version}`;
}

export function readContractId(text: unknown): ContractVersionRef | null {
  return read(ID, text);
}

function read(form: RegExp, text: unknown): ContractVersionRef | null {
  const found = typeof text === "string" ? form.exec(text) : null;
  return found?.[1] !== undefined && found[2] !== undefined ? { key: found[1], version: Number(found[2]) } : null;
}
