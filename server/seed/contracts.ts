/** The demo firm's canonical business objects, and who has the say over some of them. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Actor, App, OwnershipRuleDraft } from "#server/app.ts";
import { SYSTEM } from "./people.ts";

const KEYS = ["assignment", "consultant", "customer", "engagement", "expense", "invoice", "milestone", "project", "timesheet"];

const File = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  versions: z.array(z.object({ state: z.enum(["draft", "active"]), note: z.string(), schema: z.record(z.string(), Json) })),
});

/** Flags, but for one: somebody who tries the demo out should not meet a wall at the first flow. */
const RULES: readonly OwnershipRuleDraft[] = [
  {
    object: { kind: "contract", name: "consultant" },
    field: null,
    system: "HR (Personio)",
    policy: "flag",
    writers: [],
    note: "Who works here, and at which grade, is decided in HR.",
  },
  {
    object: { kind: "contract", name: "invoice" },
    field: "status",
    system: "Odoo",
    policy: "stop",
    writers: [],
    note: "An invoice is posted and paid in Odoo and nowhere else.",
  },
  {
    object: { kind: "model", name: "res.partner" },
    field: "vat",
    system: "CRM",
    policy: "flag",
    writers: ["won-opportunity-to-project"],
    note: "Sales checks it against the public register before a contract is signed.",
  },
];

export async function seedContracts({ governance }: Pick<App, "governance">, actor: Actor): Promise<void> {
  const known = new Set((await governance.contracts()).map((contract) => contract.key));
  for (const key of KEYS.filter((each) => !known.has(each))) {
    const { versions, ...contract } = File.parse(JSON.parse(readFileSync(new URL(`./contracts/${key}.json`, import.meta.url), "utf8")));
    for (const [index, { schema, note, state }] of versions.entries()) {
      if (index === 0) await governance.createContract(actor, { ...contract, schema, note });
      else await governance.addVersion(actor, { key, after: index, schema, note, acceptBreaking: true });
      if (state === "active") await governance.setState(actor, { key, version: index + 1, state });
    }
  }
  const owned = new Set((await governance.rules()).map(({ object, field }) => `${object.name}.${field ?? ""}`));
  for (const rule of RULES) if (!owned.has(`${rule.object.name}.${rule.field ?? ""}`)) await governance.saveRule(SYSTEM, rule);
}
