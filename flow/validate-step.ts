/** Problems of one step: its type, its settings, how it is delivered, and what the environment must have for it. */
import { deliveryOf } from "./delivery.ts";
import type { FlowDocument, Json, Step } from "./document.ts";
import { bodyOf } from "./nested.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge } from "./problem.ts";
import { issueWords } from "./issue-words.ts";
import { lookupProblems } from "./record-lookup.ts";
import type { AnyStep } from "./step.ts";
import { findStep } from "./steps/index.ts";
import { expressionProblems } from "./validate-expressions.ts";
import { unwiredOutcomes } from "./validate-graph.ts";

export function stepProblems(document: FlowDocument, step: Step, knowledge: Knowledge): Found[] {
  const definition = findStep(step.type);
  if (!definition)
    return [
      {
        severity: "error",
        code: "step.unknown_type",
        step: step.id,
        message: `This installation has no step type ${step.type}.`,
        fix: "Delete the step, or update the installation.",
      },
    ];
  if (step.version !== undefined && step.version > definition.version) {
    return [
      {
        severity: "error",
        code: "step.version",
        step: step.id,
        message: `${nameOf(step)} was made with version ${step.version} of ${definition.title}; this installation has version ${definition.version}.`,
        fix: "Update the installation.",
      },
    ];
  }
  return [
    ...ownProblems(step, definition),
    ...expressionProblems(ownConfig(step), "", step, document),
    ...lookupProblems(step),
    ...environmentProblems(step, definition, knowledge),
    ...unwiredOutcomes(document, step),
  ];
}

const known = new WeakMap<Step, Found[]>();

/** What is wrong with a step wherever it stands. A step is never changed, only replaced: in a large flow all others are known already. */
function ownProblems(step: Step, definition: AnyStep): Found[] {
  const before = known.get(step);
  if (before) return before;
  const found = [...configProblems(step, definition), ...deliveryProblems(step, definition)];
  known.set(step, found);
  return found;
}

const ownConfigs = new WeakMap<Step, Step["config"]>();

/** Without the steps inside it: their settings are their own. */
function ownConfig(step: Step): Step["config"] {
  if (!bodyOf(step)) return step.config;
  const before = ownConfigs.get(step);
  if (before) return before;
  const { body: _, ...own } = step.config;
  ownConfigs.set(step, own);
  return own;
}

function configProblems(step: Step, definition: AnyStep): Found[] {
  const result = definition.config.safeParse(step.config);
  const found = new Map<string, Found>();
  const label = (key: string) => definition.fields.find((field) => field.key === key)?.label ?? key;
  for (const field of definition.fields) {
    const value = step.config[field.key];
    const empty = value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
    if (field.required && empty)
      found.set(field.key, {
        severity: "error",
        code: "config.required",
        step: step.id,
        field: field.key,
        message: `${nameOf(step)} needs ${field.label.toLowerCase()}.`,
        fix: `Fill in ${field.label}.`,
      });
  }
  for (const issue of result.error?.issues ?? []) {
    const [key = ""] = issue.path.map(String);
    if (found.has(key)) continue;
    const unknown = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : null;
    found.set(`${issue.path.join(".")}`, {
      severity: "error",
      code: unknown ? "config.unknown" : "config.invalid",
      step: step.id,
      ...(issue.path.length ? { field: issue.path.join(".") } : {}),
      message: unknown
        ? `${nameOf(step)} has a setting that ${definition.title} does not know: ${unknown}.`
        : `${label(key) || "A setting"} of ${nameOf(step)}${inside(issue.path)}${joined(issueWords(issue, step.config))}.`,
      fix: unknown ? "Remove it, or check how it is written." : `Correct ${label(key) || "the setting"}.`,
    });
  }
  return [...found.values()];
}

/** Where in a setting: fields.0.name is "no. 1, name". */
function inside([, ...path]: readonly PropertyKey[]): string {
  return path.map((part) => `, ${typeof part === "number" ? `no. ${part + 1}` : String(part)}`).join("");
}

/** Words that a schema has of its own are a sentence by themselves. */
function joined(words: string): string {
  return /^(?:is|must|has|can) /.test(words) ? ` ${words}` : ` is not right: ${words.replace(/\.$/, "")}`;
}

function deliveryProblems(step: Step, definition: AnyStep): Found[] {
  if (!definition.effect) return [];
  if (step.delivery && !definition.effect.allowed.includes(step.delivery)) {
    return [
      {
        severity: "error",
        code: "delivery.not_allowed",
        step: step.id,
        field: "delivery",
        message: `${nameOf(step)} cannot be delivered ${step.delivery}.`,
        fix: `Choose ${definition.effect.allowed.join(" or ")}.`,
      },
    ];
  }
  const mode = deliveryOf(step, definition);
  if (mode !== "at-least-once" || step.config.method === "GET" || step.config.method === "HEAD") return [];
  return [
    {
      severity: "warning",
      code: "delivery.may_repeat",
      step: step.id,
      field: "delivery",
      message: `${nameOf(step)} may be done twice: the other system cannot recognise a repeat.`,
      fix: "Choose at most once, or exactly once where the other system honours a key.",
    },
  ];
}

function environmentProblems(step: Step, definition: AnyStep, knowledge: Knowledge): Found[] {
  const found: Found[] = [];
  for (const field of connectionFields(step, definition)) {
    const { value: key } = field;
    if (typeof key !== "string" || key === "" || !knowledge.connections) continue;
    const connection = knowledge.connections.find((each) => each.key === key);
    if (!connection)
      found.push({
        severity: "error",
        code: "connection.missing",
        step: step.id,
        field: field.key,
        message: `There is no connection ${key} in this environment.`,
        fix: "Choose another connection, or create this one under Connections.",
      });
    else if (field.connectionKind && connection.kind !== field.connectionKind)
      found.push({
        severity: "error",
        code: "connection.kind",
        step: step.id,
        field: field.key,
        message: `Connection ${key} is of kind ${connection.kind}, and ${nameOf(step)} needs one of kind ${field.connectionKind}.`,
        fix: "Choose another connection.",
      });
  }
  for (const { path, name } of secretsIn(ownConfig(step))) {
    if (knowledge.secrets && !knowledge.secrets.includes(name))
      found.push({
        severity: "error",
        code: "secret.missing",
        step: step.id,
        field: path,
        message: `There is no secret ${name} in this environment.`,
        fix: "Add it under Settings, Secrets.",
      });
  }
  return found;
}

type ConnectionField = { key: string; value: Json | undefined; connectionKind?: string };

/** Settings that name a connection, that of a search whose pages are gone through among them. */
function connectionFields(step: Step, definition: AnyStep): ConnectionField[] {
  const own = definition.fields
    .filter((field) => field.control === "connection")
    .map((field): ConnectionField => ({ ...field, value: step.config[field.key] }));
  const { source } = step.config;
  if (!definition.frame || typeof source !== "object" || source === null || Array.isArray(source)) return own;
  return [...own, { key: "source.connection", value: source.connection, connectionKind: "odoo" }];
}

function secretsIn(value: Json, path = ""): { path: string; name: string }[] {
  if (typeof value !== "object" || value === null) return [];
  if (!Array.isArray(value) && typeof value.secretRef === "string") return [{ path, name: value.secretRef }];
  return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner as Json, path ? `${path}.${key}` : key));
}
