/** Ownership rules by which a flow is judged when it is deployed: its runs keep to them, for what a flow writes as a whole shows in the run alone. */
import type { OwnershipRule } from "./contract/facts.ts";
import { business } from "./failure.ts";
import type { StepFailure } from "./failure.ts";
import type { Step } from "./document.ts";
import type { OdooModelFact } from "./odoo-shape.ts";
import { nameOf } from "./problem.ts";
import type { Knowledge } from "./problem.ts";
import { brokenBy } from "./broken-rules.ts";
import type { BrokenRule } from "./broken-rules.ts";
import type { Relations, WrittenValues } from "./written-values.ts";

/** `judgedBy`: whoever writes is stopped by what every one of these sets of rules stops. None: nothing is. */
export type KeptRules = { flow: string; relations: Relations; judgedBy: readonly (readonly OwnershipRule[])[] };

export const STOPPED = "ownership.stopped";

/** The rules as they are, and the fields by which one gets to the models of those that stop the flow. */
export function rulesFor(flow: string, { ownership = [], odoo = [] }: Pick<Knowledge, "ownership" | "odoo">): KeptRules {
  const models = ownership.flatMap((rule) => (stops(rule, flow) && rule.object.kind === "model" ? [rule.object.name] : []));
  return { flow, relations: relationsTo(new Set(models), odoo), judgedBy: [ownership] };
}

export function hasRules({ flow, judgedBy }: KeptRules): boolean {
  return judgedBy.length > 0 && judgedBy.every((rules) => rules.some((rule) => stops(rule, flow)));
}

export function stops({ policy, writers }: OwnershipRule, flow: string): boolean {
  return policy === "stop" && !writers.includes(flow);
}

function relationsTo(models: ReadonlySet<string>, odoo: readonly OdooModelFact[]): Relations {
  const leading = odoo.flatMap(({ model, fields }) =>
    fields.flatMap(({ name, relation }) => (relation !== null && models.has(relation) ? [{ model, name, relation }] : [])),
  );
  const further = new Set([...models, ...leading.map(({ model }) => model)]);
  // what leads to a model that leads there
  if (further.size > models.size) return relationsTo(further, odoo);
  const relations: Relations = {};
  for (const { model, name, relation } of leading) relations[model] = { ...relations[model], [name]: relation };
  return relations;
}

/** The first rule that the values break, as what the run fails of; null: they break none. */
export function stoppedBy(step: Step, written: readonly WrittenValues[], kept: KeptRules): StepFailure | null {
  for (const each of written) {
    const broken = (each.names.length === 0 ? [[]] : each.names.map((name) => [name])).flatMap((names) => brokenRule(each, names, kept) ?? []);
    const [first] = broken;
    if (first) return stopped(step, each, { rule: first.rule, names: broken.flatMap(({ rule, names }) => (rule.id === first.rule.id ? names : [])) });
  }
  return null;
}

/** Of the last set: what a person would find today. */
function brokenRule({ object }: WrittenValues, names: readonly string[], { flow, judgedBy }: KeptRules): BrokenRule | undefined {
  const broken = judgedBy.map((rules) => brokenBy({ object, names }, rules, (rule) => stops(rule, flow))[0]);
  return broken.some((each) => each === undefined) ? undefined : broken.at(-1);
}

const NAMED = 4;

function stopped(step: Step, written: WrittenValues, { rule, names }: BrokenRule): StepFailure {
  const { object, field, system } = rule;
  const what = field === null ? object.name : `${object.name}.${field}`;
  const [first] = names;
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  const values = field === null && names.length > 0 ? `${names.slice(0, NAMED).join(", ")}${more} of it` : "it";
  const where = written.by === undefined ? "" : written.how === "lookup" ? ` where ${written.by} finds none` : ` in ${written.by}`;
  return business("rule", STOPPED, `${what} belongs to ${system}, and ${nameOf(step)} would write ${values}${where}. Nothing was written.`, {
    fix: `Leave it out of the data, or ask an administrator to let this flow write it (Contracts and ownership, rule ${what}); then replay.`,
    where: { step: step.id, ...(object.kind === "model" ? { model: object.name } : {}), ...(first === undefined ? {} : { field: first }) },
    detail: { rule: rule.id, system, object: object.name, fields: [...names] },
  });
}
