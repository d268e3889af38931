/** What the runs of a version are not held to, though it is there by now: it came after the version, or was not to be had when it was deployed. */
import type { ContractFact, OwnershipRule } from "./contract/facts.ts";
import { keptContracts } from "./contract/named.ts";
import type { FlowDocument, Step } from "./document.ts";
import { stops } from "./kept-rules.ts";
import { allSteps } from "./nested.ts";
import type { OdooModelFact } from "./odoo-shape.ts";
import { mayWrite, writePlace } from "./written.ts";

export type Unkept =
  /** contracts that its steps name: publishing again has them kept to */
  | { what: "contracts"; names: string[] }
  /** ownership rules that stop it today and did not when it was deployed: deploying again has them kept to */
  | { what: "rules"; environment: string; names: string[] }
  /** Odoo did not say where the fields of these models lead: what is written behind them is not seen, until it is deployed again */
  | { what: "lines"; environment: string; names: string[] };

export function unkeptContracts(document: FlowDocument, contracts: readonly ContractFact[], kept: readonly string[]): string[] {
  return Object.keys(keptContracts(document, contracts)).filter((name) => !kept.includes(name));
}

/** `flow`: its key today, which an older version may not have */
export function unkeptRules(document: FlowDocument, q: { flow: string; today: readonly OwnershipRule[]; judged: readonly OwnershipRule[] }): string[] {
  const written = writtenObjects(document);
  const missing = q.today.filter((rule) => stops(rule, q.flow) && !q.judged.some((then) => then.id === rule.id && stops(then, q.flow)));
  return missing.flatMap(({ object, field }) =>
    written.has(`${object.kind} ${object.name}`) ? [field === null ? object.name : `${object.name}.${field}`] : [],
  );
}

/** Models that the flow writes and that are not known, where some rule would stop what it writes behind them. */
export function unseenModels(document: FlowDocument, q: { flow: string; ownership: readonly OwnershipRule[]; odoo: readonly OdooModelFact[] }): string[] {
  if (!mayReachBehind(document, q)) return [];
  const unseen = writing(document).flatMap(({ config: { connection, model } }) =>
    typeof model !== "string" || model === "" || q.odoo.some((fact) => fact.connection === connection && fact.model === model) ? [] : [model],
  );
  return [...new Set(unseen)];
}

/** Whether what the flow writes behind fields of Odoo is anything to ask about. */
export function mayReachBehind(document: FlowDocument, { flow, ownership }: { flow: string; ownership: readonly OwnershipRule[] }): boolean {
  return ownership.some((rule) => rule.object.kind === "model" && stops(rule, flow)) && writing(document).some(({ type }) => type.startsWith("odoo."));
}

function writtenObjects(document: FlowDocument): Set<string> {
  return new Set(
    writing(document).flatMap(({ type, config }) => {
      const object = writePlace(type, config)?.object;
      return object ? [`${object.kind} ${object.name}`] : [];
    }),
  );
}

const writing = (document: FlowDocument): Step[] => allSteps(document).filter(mayWrite);
