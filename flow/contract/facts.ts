/** What flows are checked against: the versions of contracts, and who owns what. */
import type { Json } from "../document.ts";

export type ContractFact = { key: string; name: string; version: number; state: "draft" | "active" | "retired"; schema: { [key: string]: Json } };

export type OwnershipRule = {
  id: string;
  /** a model of Odoo, or the key of a contract */
  object: { kind: "model" | "contract"; name: string };
  /** null: the whole object */
  field: string | null;
  /** the system of record */
  system: string;
  /** what a write of another flow is: a warning, or an error that keeps it from being published and deployed */
  policy: "flag" | "stop";
  /** keys of the flows that carry the values of that system */
  writers: readonly string[];
};
