/**
 * The webhook in front: automation rules of Odoo that call this trigger's address. Made at deployment where the connection's user may, and
 * removed when nothing is deployed; where it may not, a person is told what to do. They are known by the address that they call, which
 * nobody else has, so that whoever made them and died before noting it down finds them again.
 */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooPort } from "#flow/ports.ts";
import { wants } from "./decide.ts";
import type { WatchDeps } from "./deps.ts";
import type { Watched, WatchRow } from "./row.ts";

type Rule = { state: "made" | "refused" | "missing"; detail: Json };

const LIMIT_MS = 30_000;
const Actions = z.array(z.object({ id: z.number(), base_automation_id: z.union([z.tuple([z.number(), z.string()]), z.number(), z.literal(false)]) }));
const Found = z.array(z.object({ id: z.number() }));
const Named = z.array(z.object({ id: z.number(), name: z.string() }));

function addressOf(publicUrl: string, registration: { environment: string; token: string }): string {
  return `${publicUrl}/hooks/${registration.environment}/${registration.token}`;
}

type Making = Pick<WatchDeps, "connections" | "publicUrl"> & { odoo: OdooPort; watched: Watched; stop: AbortSignal };

/** Makes the rules anew. @throws StepFailure where Odoo cannot be asked at all */
export async function makeRules(making: Making): Promise<Rule> {
  const { watched, publicUrl } = making;
  const { config, registration } = watched;
  const url = addressOf(publicUrl, registration);
  const q: Asking = { odoo: making.odoo, connection: config.connection, stop: making.stop };
  const { config: settings } = await making.connections.get({ environment: registration.environment, key: config.connection });
  if (isHere(publicUrl) && !isHere(String(settings.url)))
    return { state: "missing", detail: { reason: `Odoo cannot reach this installation: its own address is ${publicUrl}. Set THROUGHLINE_URL.` } };
  try {
    await removeRules(q, url);
    const [model] = Found.parse(await read(q, "ir.model", [["model", "=", config.model]], ["id"]));
    const fields = Named.parse(
      await read(
        q,
        "ir.model.fields",
        [
          ["model", "=", config.model],
          ["name", "in", config.fields],
        ],
        ["name"],
      ),
    );
    if (model === undefined) return { state: "refused", detail: { reason: `Odoo does not show us its model ${config.model}.` } };
    const name = `Throughline: ${registration.version.flowName} (${registration.environment})`;
    const rule = (trigger: string, more: Record<string, Json>): Record<string, Json> => ({
      name,
      model_id: model.id,
      trigger,
      ...more,
      // no field goes along: what changed is read, and the address is known to whoever may look at the rule
      action_server_ids: [[0, 0, { name, model_id: model.id, state: "webhook", webhook_url: url, webhook_field_ids: [[6, 0, []]], usage: "base_automation" }]],
    });
    const rules = [
      // without named fields Odoo calls once for every field that it computes
      ...(wants(config.on, "updated") || wants(config.on, "created")
        ? [config.on === "created" ? rule("on_create", {}) : rule("on_create_or_write", { trigger_field_ids: [[6, 0, fields.map((field) => field.id)]] })]
        : []),
      ...(wants(config.on, "deleted") ? [rule("on_unlink", {})] : []),
    ];
    await call(q, "base.automation", "create", { args: { vals_list: rules } });
    return { state: "made", detail: { name, rules: rules.length } };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { failure } = error;
    // may not, or has no automation rules: the sweep does it alone, and a person may help
    if (failure.retryable || failure.kind === "authentication" || failure.kind === "unavailable") throw error;
    return { state: failure.kind === "authorization" ? "refused" : "missing", detail: { reason: failure.message } };
  }
}

/** Takes away what called this trigger where it looked before. What Odoo refuses is left to a person; an Odoo that is away is asked again. */
export async function removeOldRules({ deps, row, stop }: { deps: WatchDeps; row: WatchRow; stop: AbortSignal }): Promise<void> {
  if (row.webhook !== "made" || row.place === null) return;
  const [connection = ""] = z.array(z.string()).parse(JSON.parse(row.place));
  try {
    await removeRules({ odoo: deps.portsFor(row.environment).odoo, connection, stop }, addressOf(deps.publicUrl, row));
  } catch (error) {
    if (!(error instanceof StepFailure) || error.failure.retryable) throw error;
    deps.log.warn({ connection, code: error.failure.code }, "the automation rules of a trigger that listens no more could not be removed from Odoo");
  }
}

async function removeRules(q: Asking, url: string): Promise<void> {
  const actions = Actions.parse(await read(q, "ir.actions.server", [["webhook_url", "=", url]], ["base_automation_id"]));
  const rules = actions.flatMap(({ base_automation_id: rule }) => (rule === false ? [] : [typeof rule === "number" ? rule : rule[0]]));
  if (rules.length > 0) await call(q, "base.automation", "unlink", { ids: [...new Set(rules)] });
}

const LOOPBACK = /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/;

function isHere(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

type Asking = { odoo: OdooPort; stop: AbortSignal; connection: string };

function read(q: Asking, model: string, domain: Json[], fields: string[]): Promise<Json> {
  return call(q, model, "search_read", { args: { domain, fields }, context: { active_test: false } });
}

function call(q: Asking, model: string, method: string, more: { ids?: number[]; args?: Record<string, Json>; context?: Record<string, Json> }): Promise<Json> {
  const options = { signal: AbortSignal.any([q.stop, AbortSignal.timeout(LIMIT_MS)]), note: () => undefined };
  return q.odoo.call({ connection: q.connection, model, method, args: {}, ...more }, options);
}
