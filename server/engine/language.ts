/** A step's inputs: its config with every expression evaluated, as its form says what each field is. Keys must be complete, conditions must be true or false. */
import type { z } from "zod";
import type { Json, Step } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { evaluateCondition, resolveConfig } from "#flow/expression/evaluate.ts";
import type { Language, Scope } from "#flow/expression/evaluate.ts";
import { evaluateKey } from "#flow/expression/key.ts";
import { StepFailure, technical } from "#flow/failure.ts";
import { issueWords } from "#flow/issue-words.ts";
import type { AnyStep } from "#flow/step.ts";
import { eachItem, listFrom } from "#flow/steps/items.ts";
import { DOTS, undotted } from "../sensitive.ts";

export type Reading = { step: Step; definition: AnyStep; scope: Scope; language: Language };

/** @throws StepFailure where an expression fails, a key is incomplete, or the result is not what the step takes */
export async function inputOf(q: Reading & { replaced: Json | undefined }): Promise<{ resolved: Record<string, Json>; input: Record<string, Json> }> {
  const replaced = replacedBy(q.replaced);
  const resolved = replaced === undefined ? await resolvedOf(q) : await withoutDots(q, replaced);
  return { resolved, input: checkedInput(q, resolved) };
}

/** The config with its expressions evaluated, not yet checked. @throws StepFailure */
export async function resolvedOf(q: Reading): Promise<Record<string, Json>> {
  const config = configOf(q.step, q.definition);
  return q.definition.lazy ? config : resolveFields(config, q);
}

/** @throws StepFailure where the evaluated config is not what the step takes */
export function checkedInput({ step, definition }: Pick<Reading, "step" | "definition">, resolved: Record<string, Json>): Record<string, Json> {
  const input = definition.input.safeParse(resolved);
  if (!input.success)
    throw technical("configuration", "step.input", `Step ${step.name ?? step.id} got inputs that it cannot use: ${issues(input.error.issues, resolved)}.`, {
      fix: "Look at the step's fields and at the data that they take.",
      where: { step: step.id },
    });
  return input.data;
}

function replacedBy(value: Json | undefined): Record<string, Json> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

/** Somebody edited what was shown with dots in it: where they still stand, the value itself is meant. */
async function withoutDots(q: Reading, replaced: Record<string, Json>): Promise<Record<string, Json>> {
  if (!JSON.stringify(replaced).includes(DOTS)) return replaced;
  const original = await resolvedOf(q);
  return Object.fromEntries(Object.entries(replaced).map(([key, value]) => [key, undotted(value, original[key])]));
}

const parsed = new WeakMap<Step, Record<string, Json>>();

/** The config as its definition reads it. Versions never change, so each is read once. */
function configOf(step: Step, definition: AnyStep): Record<string, Json> {
  const known = parsed.get(step);
  if (known) return known;
  const result = definition.config.safeParse(step.config);
  if (!result.success)
    throw technical("configuration", "step.config", `Step ${step.name ?? step.id} is set up wrongly: ${issues(result.error.issues, step.config)}.`, {
      fix: "Correct the step in the designer, publish and deploy again.",
      where: { step: step.id },
    });
  parsed.set(step, result.data);
  return result.data;
}

async function resolveFields(config: Record<string, Json>, q: Reading): Promise<Record<string, Json>> {
  const { perRecord } = q.definition;
  if (perRecord === undefined || config.items === undefined) return resolveSettings(config, q);
  const { items, ...rest } = config;
  const once = Object.fromEntries(Object.entries(rest).filter(([key]) => !perRecord.includes(key)));
  const each = Object.fromEntries(Object.entries(rest).filter(([key]) => perRecord.includes(key)));
  const list = listFrom(await resolveConfig(items, q.scope, q.language));
  const records: Json[] = [];
  await eachItem({ items: list, signal: NEVER }, async (item, index) => {
    records.push(await resolveSettings(each, { ...q, scope: { ...q.scope, item, index } }).catch(refusedItem));
  });
  return { ...(await resolveSettings(once, q)), each: records };
}

const NEVER = new AbortController().signal;

/** An item whose data is wrong fails by itself, as a record that the other system refuses does. */
function refusedItem(error: unknown): Json {
  if (!(error instanceof StepFailure) || error.failure.class !== "business") throw error;
  const { code, message, fix } = error.failure;
  return { refused: { code, message, ...(fix === undefined ? {} : { fix }) } };
}

async function resolveSettings(config: Record<string, Json>, q: Reading): Promise<Record<string, Json>> {
  const controls = new Map(q.definition.fields.map((field) => [field.key, field.control]));
  const resolved: Record<string, Json> = {};
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined) continue;
    const control = controls.get(key);
    const result = await resolveField(value, control, q);
    if (result !== undefined) resolved[key] = result;
  }
  return resolved;
}

async function resolveField(value: Json, control: string | undefined, q: Reading): Promise<Json | undefined> {
  if (control === "key" && isExpression(value)) return evaluateKey(value, q.scope, q.language);
  if (control === "condition" && isExpression(value)) return evaluateCondition(value, q.scope, q.language);
  if (
    control === "odoo-match" &&
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    value.kind === "external-id" &&
    isExpression(value.key)
  )
    return { kind: "external-id", key: await evaluateKey(value.key, q.scope, q.language) };
  return resolveConfig(value, q.scope, q.language);
}

function issues(list: readonly z.core.$ZodIssue[], whole: unknown): string {
  return list.map((issue) => `${issue.path.join(".")} ${issueWords(issue, whole)}`.trim()).join("; ");
}
