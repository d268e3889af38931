/** Automation rules that send a webhook, as the real one has them: once, after the change is there, to an address that has a second to answer. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Guard } from "#server/http/guard.ts";
import { fits } from "./domain.ts";
import { missing } from "./errors.ts";
import { fieldOf, LISTED, MODELS } from "./models.ts";
import { UID } from "./world.ts";
import type { RecordChange, World } from "./world.ts";

const ALL = sqlFile(import.meta.url, "automations");
const PUT = sqlFile(import.meta.url, "put-setting");
const REMOVE = sqlFile(import.meta.url, "remove-setting");
const NEXT_ID = sqlFile(import.meta.url, "next-id");

const Rule = z.object({ id: z.number(), name: z.string(), model: z.string(), trigger: z.string(), fields: z.array(z.string()), url: z.string() });
type Rule = z.infer<typeof Rule>;

const SECOND = 1_000;

/** As a model has a number, and each of its fields one of its own. */
const numbers = Object.keys(MODELS).map((model, index) => ({ model, id: index + 1, fields: Object.keys(MODELS[model]?.fields ?? {}) }));
const FIELDS = 1_000;

const Ids = z.array(z.tuple([z.literal(6), z.literal(0), z.array(z.number())])).transform((commands) => commands.flatMap(([, , ids]) => ids));
const Values = z.looseObject({
  name: z.string(),
  model_id: z.number(),
  trigger: z.enum(["on_create", "on_create_or_write", "on_unlink"]),
  trigger_field_ids: Ids.optional(),
  action_server_ids: z.array(z.tuple([z.literal(0), z.literal(0), z.looseObject({ state: z.literal("webhook"), webhook_url: z.string() })])).length(1),
});

export async function createRules(world: World, list: Json): Promise<number[]> {
  const ids: number[] = [];
  for (const { name, model_id, trigger, trigger_field_ids = [], action_server_ids } of z.array(Values).parse(Array.isArray(list) ? list : [list])) {
    const { rows } = await world.transaction.query<{ last: number }>(NEXT_ID, ["base.automation"]);
    const model = numbers.find((each) => each.id === model_id);
    const rule: Rule = {
      id: rows[0]?.last ?? 0,
      name,
      model: model?.model ?? "",
      trigger,
      fields: trigger_field_ids.flatMap((id) => model?.fields[(id % FIELDS) - 1] ?? []),
      url: action_server_ids[0]?.[2].webhook_url ?? "",
    };
    await world.transaction.query(PUT, [`automation:${rule.id}`, JSON.stringify(rule)]);
    ids.push(rule.id);
  }
  return ids;
}

export async function removeRules(world: World, ids: number[]): Promise<true> {
  for (const id of ids) {
    const { rowCount } = await world.transaction.query(REMOVE, [`automation:${id}`]);
    if (rowCount === 0) throw missing("base.automation", id, UID);
  }
  return true;
}

/** An action has the number of its rule. */
export async function findActions(world: World, domain: Json[]): Promise<Json[]> {
  const found = await rulesIn(world.transaction);
  return found
    .filter((rule) => fits(domain, (path) => (path === "webhook_url" ? rule.url : path === "id" ? rule.id : false)))
    .map((rule) => ({ id: rule.id, base_automation_id: [rule.id, rule.name] }));
}

export function findModels(domain: Json[]): Json[] {
  return numbers
    .filter(({ model }) => LISTED.includes(model))
    .map(({ model, id }) => ({ id, model, name: MODELS[model]?.label ?? model, transient: false, abstract: false }))
    .filter((row: Record<string, Json>) => fits(domain, (path) => row[path] ?? false));
}

export function findFields(domain: Json[]): Json[] {
  return numbers
    .flatMap(({ model, id, fields }) =>
      fields.map((name, index): Record<string, Json> => ({ id: id * FIELDS + index + 1, model, name, ttype: fieldOf(model, name)?.type ?? "char" })),
    )
    .filter((row) => fits(domain, (path) => row[path] ?? false));
}

async function rulesIn(database: Pick<Pool, "query">): Promise<Rule[]> {
  const { rows } = await database.query<{ value: Json }>(ALL);
  return rows.map((row) => Rule.parse(row.value));
}

/** One after the other, before whoever asked for the change is answered. Nothing is sent again. */
export async function sendWebhooks(q: { pool: Pool; guard: Guard; changes: RecordChange[]; host: string }): Promise<void> {
  if (q.changes.length === 0) return;
  for (const rule of await rulesIn(q.pool)) {
    for (const change of q.changes.filter((each) => isMeant(rule, each))) {
      const init = {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ _action: `${rule.name}(#${rule.id})`, _id: change.id, _model: change.model }),
        // to the host that it is asked on itself, and otherwise where everybody may go
        allowPrivate: new URL(rule.url).hostname === q.host,
        timeoutMs: SECOND,
        maxBytes: 65_536,
      };
      await q.guard.fetch(rule.url, init).then(
        (answer) => answer.text(),
        () => undefined,
      );
    }
  }
}

function isMeant(rule: Rule, change: RecordChange): boolean {
  if (rule.model !== change.model) return false;
  if (rule.trigger === "on_unlink" || rule.trigger === "on_create") return change.kind === rule.trigger.slice(3);
  return change.kind !== "unlink" && (rule.fields.length === 0 || change.fields.some((field) => rule.fields.includes(field)));
}
