/** One plain sentence per step run: what it did, as a person would say it. */
import { z } from "zod";
import { Json } from "#flow/document.ts";

export type Noted = { type: string; status: string; how: string; port: string | null; output: Json; request: Json; config: Record<string, Json> };

export function noteOf(step: Noted): string | null {
  if (step.how === "copied") return "Taken over from the run that this one replays.";
  if (step.status !== "succeeded") return null;
  if (step.port === "error") return "Failed; the run went on by the error path.";
  const said = sayWhat(step);
  if (step.how === "found") return said === null ? "Found by its receipt: not sent again." : `Found by its receipt: not sent again. ${said}`;
  return said;
}

function sayWhat(step: Noted): string | null {
  switch (step.type) {
    case "odoo.create":
    case "odoo.upsert":
    case "odoo.update":
    case "odoo.archive":
      return written(step);
    case "odoo.message":
    case "odoo.activity":
    case "odoo.attach":
      return left(step);
    case "odoo.fetch":
    case "odoo.report":
      return fetched(step.output);
    case "odoo.search":
      return found(step.output);
    case "odoo.call":
      return called(step);
    case "branch":
      return step.port === null ? null : `Branch: ${step.port}`;
    case "approve":
      return approved(step.output, step.port);
    case "http":
      return answered(step);
    case "event.publish":
      return published(step);
    case "notify":
      return sent(step.request);
    case "filter":
      return kept(step.output);
    case "lookup":
      return looked(step);
    case "validate":
      return "Fits its schema.";
    case "wait":
      return "Waited.";
    case "stop":
      return text(step.config.reason);
    default:
      return null;
  }
}

const Written = z.object({
  id: z.union([z.number(), z.string()]).nullable(),
  action: z.enum(["created", "found", "updated", "failed", "skipped"]),
  changed: z.array(z.object({ field: z.string(), before: Json.catch(null), after: Json.catch(null) })).catch([]),
});
const WrittenMany = z.object({ records: z.array(Written) });

function written(step: Noted): string | null {
  const noun = nounOf(text(step.config.model));
  const many = WrittenMany.safeParse(step.output);
  if (many.success && many.data.records.length !== 1) return countWritten(many.data.records, noun);
  const one = many.success ? many.data.records[0] : Written.safeParse(step.output).data;
  if (!one) return null;
  if (one.action === "created") return `Created ${noun} #${one.id}`;
  if (one.action === "failed") return `One ${noun} could not be written`;
  if (one.action === "skipped") return `Left ${noun} #${one.id} deleted`;
  if (one.changed.length === 0) return `Found ${noun} #${one.id}, nothing to change`;
  const shown = one.changed.slice(0, 3).map(({ field, before, after }) => `${field} ${brief(before)} → ${brief(after)}`);
  const more = one.changed.length > 3 ? ` and ${one.changed.length - 3} more` : "";
  return `Found ${noun} #${one.id}, ${one.changed.length} ${one.changed.length === 1 ? "field" : "fields"} changed: ${shown.join("; ")}${more}`;
}

/** A value in a sentence: short, and nothing where there is nothing. */
function brief(value: Json): string {
  if (value === null || value === false || value === "") return "nothing";
  const said = typeof value === "string" ? value : JSON.stringify(value);
  return said.length > 40 ? `${said.slice(0, 40)}…` : said;
}

function countWritten(records: z.infer<typeof Written>[], noun: string): string {
  const count = (action: string) => records.filter((record) => record.action === action).length;
  const parts = [
    [count("created"), "created"],
    [count("updated"), "updated"],
    [count("found"), "found with nothing to change"],
    [count("failed"), "failed"],
    [count("skipped"), "left deleted"],
  ].filter(([number]) => number !== 0);
  return parts.length === 0 ? `No ${noun} matched` : `${records.length} × ${noun}: ${parts.map(([number, word]) => `${number} ${word}`).join(", ")}`;
}

function left(step: Noted): string | null {
  const done = z.object({ id: z.union([z.number(), z.string()]).nullable(), action: z.string() }).safeParse(step.output).data;
  if (!done) return null;
  const noun = { "odoo.activity": "an activity", "odoo.attach": "a file" }[step.type] ?? "a message";
  const verb = { "odoo.activity": "Scheduled", "odoo.attach": "Attached" }[step.type] ?? "Posted";
  const on = text(step.config.model) === null ? "" : ` on a ${nounOf(text(step.config.model))}`;
  return done.action === "created" ? `${verb} ${noun}${on} (#${done.id})` : `Found ${noun}${on} (#${done.id}): not ${verb.toLowerCase()} again`;
}

function fetched(output: Json): string | null {
  const file = z.object({ name: z.string(), size: z.number() }).safeParse(output).data;
  return file ? `Fetched ${file.name} (${file.size} bytes)` : null;
}

function found(output: Json): string | null {
  const parsed = z.object({ records: z.array(z.unknown()) }).safeParse(output);
  if (!parsed.success) return null;
  const count = parsed.data.records.length;
  return count === 0 ? "Found no record" : `Found ${count} ${count === 1 ? "record" : "records"}`;
}

function called({ config, output }: Noted): string | null {
  const method = text(config.method);
  if (method === null) return null;
  const isDone = z.object({ action: z.literal("found") }).safeParse(output).success;
  return isDone ? `${method} was not called: what it does on ${nounOf(text(config.model))} is done` : `Called ${method} on ${nounOf(text(config.model))}`;
}

function approved(output: Json, port: string | null): string | null {
  if (port === "expired") return "Nobody decided in time.";
  const parsed = z
    .object({
      by: z
        .union([z.string(), z.object({ name: z.string() }).transform((by) => by.name)])
        .nullable()
        .catch(null),
      reason: z.string().nullish().catch(null),
    })
    .safeParse(output);
  const word = { approved: "Approved", rejected: "Rejected", changes: "Changes requested" }[port ?? ""];
  if (!word) return null;
  const by = parsed.data?.by ? ` by ${parsed.data.by}` : "";
  return parsed.data?.reason ? `${word}${by}: ${parsed.data.reason}` : `${word}${by}`;
}

function answered(step: Noted): string | null {
  const answer = z.object({ status: z.number() }).safeParse(step.output);
  const asked = z.object({ method: z.string(), url: z.string() }).safeParse(step.request);
  if (!answer.success) return null;
  return asked.success ? `${asked.data.method} ${hostOf(asked.data.url)} answered ${answer.data.status}` : `Answered ${answer.data.status}`;
}

function published(step: Noted): string | null {
  const topic = z.object({ topic: z.string() }).safeParse(step.request).data?.topic ?? text(step.config.topic);
  return topic === null ? "Published an event" : `Published ${topic}`;
}

function sent(request: Json): string | null {
  const parsed = z.object({ to: z.union([z.string(), z.array(z.string())]) }).safeParse(request);
  if (!parsed.success) return "Sent";
  const to = typeof parsed.data.to === "string" ? [parsed.data.to] : parsed.data.to;
  return to.length > 2 ? `Sent to ${to[0]} and ${to.length - 1} more` : `Sent to ${to.join(" and ")}`;
}

const NOUNS: Record<string, string> = {
  "res.partner": "contact",
  "project.project": "project",
  "project.task": "task",
  "crm.lead": "opportunity",
  "sale.order": "sales order",
  "account.move": "invoice",
  "account.payment": "payment",
  "account.analytic.line": "timesheet",
  "hr.employee": "employee",
  "hr.expense": "expense",
  "product.product": "product",
  "product.template": "product",
  "res.users": "user",
};

/** What people call a record of this model; other models keep their technical name. */
export function nounOf(model: string | null): string {
  return model === null ? "record" : (NOUNS[model] ?? `${model} record`);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 80);
}

function text(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function kept(output: Json): string | null {
  const parsed = z.object({ kept: z.number(), dropped: z.number() }).safeParse(output);
  return parsed.success ? `Kept ${parsed.data.kept} of ${parsed.data.kept + parsed.data.dropped}` : null;
}

function looked({ output, port }: Noted): string | null {
  const parsed = z.object({ found: z.boolean() }).safeParse(output);
  if (!parsed.success) return null;
  if (parsed.data.found) return "Found in the table.";
  return port === "missing" ? "Not in the table." : "Not in the table: the other value was taken.";
}
