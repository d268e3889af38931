/** Writes of what another system has the say over. Only what is surely written counts; a flow that carries the owner's values may write. */
import type { OwnershipRule } from "./contract/facts.ts";
import { readContractRef } from "./contract/reference.ts";
import type { FlowDocument, Json, Step } from "./document.ts";
import { isExpression } from "./document.ts";
import type { FlowShapes } from "./flow-shapes.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge, Way } from "./problem.ts";
import { isSchema } from "./schema-resolve.ts";
import { valueShape } from "./value-shape.ts";

const WRITES = new Set(["odoo.create", "odoo.upsert", "odoo.update"]);
/** Methods of Odoo that write what they are given under this name. */
const WRITING_METHODS: Record<string, string> = { write: "vals", create: "vals_list" };

/** What a step writes: fields of one object, each with where it stands in the settings. */
type Written = { object: OwnershipRule["object"]; root: string; held: Json | undefined; names: readonly string[] };

export function ownershipProblems(document: FlowDocument, step: Step, shapes: FlowShapes, { ownership }: Knowledge): Found[] {
  if (!ownership || ownership.length === 0) return [];
  const written = writtenBy(step, shapes);
  if (written === null) return [];
  const rules = ownership.filter((rule) => rule.object.kind === written.object.kind && rule.object.name === written.object.name);
  if (rules.length === 0) return [];
  const mayNot = (rule: OwnershipRule) => !rule.writers.includes(document.flow.key);
  const whole = rules.find((rule) => rule.field === null);
  // a field's own rule goes before that of its object
  const own = written.names.flatMap((name) => {
    const rule = rules.find((each) => each.field === name);
    return rule ? [{ name, rule }] : [];
  });
  const rest = written.names.filter((name) => !own.some((each) => each.name === name));
  return [
    ...(whole && mayNot(whole) && (rest.length > 0 || written.names.length === 0) ? [ofObject(step, written, whole, rest)] : []),
    ...own.filter(({ rule }) => mayNot(rule)).map(({ name, rule }) => ofField(step, written, name, rule)),
  ];
}

function writtenBy(step: Step, shapes: FlowShapes): Written | null {
  const { model, values, payload, contract, method, args } = step.config;
  if (step.type === "event.publish") {
    const ref = readContractRef(contract);
    return ref === null ? null : { object: { kind: "contract", name: ref.key }, root: "payload", held: payload, names: namesIn(step, payload, shapes) };
  }
  if (typeof model !== "string") return null;
  const object = { kind: "model", name: model } as const;
  if (WRITES.has(step.type)) return { object, root: "values", held: values, names: namesIn(step, values, shapes) };
  if (step.type === "odoo.archive") return { object, root: "ids", held: undefined, names: ["active"] };
  const given = typeof method === "string" ? WRITING_METHODS[method] : undefined;
  if (step.type !== "odoo.call" || given === undefined) return null;
  const vals = isSchema(args) ? args[given] : undefined;
  return { object, root: `args.${given}`, held: vals, names: namesIn(step, vals, shapes) };
}

/** The fields that are surely there; of a list, those of its items. */
function namesIn(step: Step, held: Json | undefined, shapes: FlowShapes): string[] {
  if (isSchema(held) && !isExpression(held)) return Object.keys(held);
  const seen = shapes.seen(step.id);
  const item = step.config.items === undefined ? undefined : (shapes.sight(step.id).item ?? undefined);
  const shape = valueShape(held, seen, item);
  const one = shape.kind === "array" ? shape.of : shape;
  return one.kind === "object" ? Object.keys(one.fields) : [];
}

function ofField(step: Step, written: Written, name: string, rule: OwnershipRule): Found {
  const { root, held } = written;
  const isLiteral = isSchema(held) && !isExpression(held) && name in held;
  const { [name]: _, ...rest } = isLiteral ? held : {};
  const leave: Way[] = isLiteral ? [{ kind: "repair", label: `Leave ${name} out`, repair: { field: root, was: held, value: rest } }] : [];
  return {
    ...said(step, rule),
    field: isLiteral && root === "values" ? `values.${name}` : root,
    message: `${name} of ${rule.object.name} belongs to ${rule.system}, and ${nameOf(step)} writes it.`,
    fix: "Leave it to its owner, or let this flow carry the owner's values.",
    ways: [...leave, letIn(rule)],
  };
}

function ofObject(step: Step, { root }: Written, rule: OwnershipRule, names: readonly string[]): Found {
  const what = names.length === 0 ? "it" : names.slice(0, 4).join(", ") + (names.length > 4 ? ` and ${names.length - 4} more` : "");
  return {
    ...said(step, rule),
    field: root === "payload" ? "contract" : "model",
    message: `${rule.object.name} belongs to ${rule.system}, and ${nameOf(step)} writes ${what}.`,
    fix: "Ask its owner to change it, or let this flow carry the owner's values.",
    ways: [letIn(rule)],
  };
}

function said(step: Step, rule: OwnershipRule): Pick<Found, "severity" | "code" | "step"> {
  return { severity: rule.policy === "stop" ? "error" : "warning", code: "ownership.other", step: step.id };
}

function letIn(rule: OwnershipRule): Way {
  return { kind: "rule", label: "Let this flow write it", rule: rule.id };
}
