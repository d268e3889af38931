/**
 * A report of a record as PDF. Odoo prints for its screens alone: its address for reports takes a session, which no API key opens (tried on 19.0,
 * with the key as bearer and as password), and the methods that print are private. What a program may do is begin a message from a template
 * that carries the report: Odoo prints it then, as a file of that message. The message is never sent and the file is taken away again.
 */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { business, StepFailure, technical } from "#flow/failure.ts";
import type { OdooFile } from "#flow/ports.ts";
import { understood } from "./client.ts";
import type { Context, OdooClient } from "./client.ts";
import type { SendOptions } from "./transport.ts";
import { upsertRecord } from "./upsert.ts";

const REPORT = "ir.actions.report";
const TEMPLATE = "mail.template";
const MESSAGE = "mail.compose.message";
const FILE = "ir.attachment";
/** "%PDF" in base64 */
const PDF = "JVBER";

const Described = z.object({ name: z.string(), report_name: z.string(), model_id: z.number() });
const Ids = z.array(z.number());
const File = z.object({ name: z.string(), file_size: z.number(), res_model: z.union([z.string(), z.literal(false)]) });
const Content = z.object({ datas: z.string() });

type Asked = { model: string; record: number; report: string; mostBytes: number; isDry?: boolean; context?: Context };
type Report = z.infer<typeof Described> & { id: number };

export async function readReport(client: OdooClient, q: Asked, options?: SendOptions): Promise<OdooFile> {
  const report = await reportNamed(client, q, options);
  const context = q.context ? { context: q.context } : {};
  const [there] = await client.read({ model: q.model, ids: [q.record], fields: ["display_name"], ...context }, options);
  if (there === undefined)
    throw business("not-found", "odoo.record_missing", `There is no ${q.model} with id ${q.record} in ${client.target.name}.`, {
      fix: "It was deleted, or the id is of another database: check which id the step was given.",
      where: { connection: client.target.key, model: q.model, record: q.record },
    });
  // printing leaves a file for a moment: a dry run looks only whether it could
  if (q.isDry) return { name: `${report.name}.pdf`, mimetype: "application/pdf", size: 0, content: "" };
  const template = await templateOf(client, report, options);
  const vals = { model: q.model, res_ids: JSON.stringify([q.record]), template_id: template, composition_mode: "comment" };
  const begin = client.call({ model: MESSAGE, method: "create", args: { vals_list: [vals] }, ...context }, options);
  const message = understood(client.target, MESSAGE, Ids, await begin.catch((error: unknown) => Promise.reject(notPrinted(client, report, error))));
  const [row] = await client.read({ model: MESSAGE, ids: message, fields: ["attachment_ids"] }, options);
  const files = Ids.catch([]).parse(row?.values.attachment_ids);
  const described = (await client.read({ model: FILE, ids: files, fields: ["name", "file_size", "res_model"] }, options)).map(({ id, values }) => ({
    id,
    ...File.parse(values),
  }));
  try {
    return await printed(client, { report, described, mostBytes: q.mostBytes }, options);
  } finally {
    const own = described.filter((file) => file.res_model === MESSAGE).map(({ id }) => id);
    // Odoo itself takes them away within a day where we may not
    if (own.length > 0) await client.call({ model: FILE, method: "unlink", ids: own }, options).catch(() => undefined);
  }
}

type Printed = Pick<Asked, "mostBytes"> & { report: Report; described: ({ id: number } & z.infer<typeof File>)[] };

async function printed(client: OdooClient, { report, described, mostBytes }: Printed, options?: SendOptions): Promise<OdooFile> {
  const where = { connection: client.target.key, model: report.report_name };
  const [file] = described;
  if (file !== undefined && file.file_size > mostBytes)
    throw business("limit", "odoo.file_too_large", `${file.name} has ${file.file_size} bytes; a step takes files of up to ${mostBytes}.`, {
      fix: "Print fewer records, or smaller pictures in the report.",
      where,
    });
  const [content] = file === undefined ? [] : await client.read({ model: FILE, ids: [file.id], fields: ["datas"] }, options);
  const datas = Content.safeParse(content?.values).data?.datas ?? "";
  if (file !== undefined && datas.startsWith(PDF)) return { name: file.name, mimetype: "application/pdf", size: file.file_size, content: datas };
  throw technical("configuration", "odoo.report_not_pdf", `${client.target.name} printed ${report.name}, and what came is no PDF.`, {
    fix: "Print the same report from Odoo's screen: its log says what went wrong.",
    where,
  });
}

/** By its technical name or its title, in the language of the connection. */
async function reportNamed(client: OdooClient, { model, report }: Asked, options?: SendOptions): Promise<Report> {
  const ofModel: Json[] = [
    ["model", "=", model],
    ["report_type", "=", "qweb-pdf"],
  ];
  const fields = ["name", "report_name", "model_id"];
  const ids = await client.search({ model: REPORT, domain: ["|", ["report_name", "=", report], ["name", "=", report], ...ofModel], limit: 2 }, options);
  const [found] = await client.read({ model: REPORT, ids: ids.slice(0, 1), fields }, options);
  if (found !== undefined) return { id: found.id, ...understood(client.target, REPORT, Described, found.values) };
  const others = await client.search({ model: REPORT, domain: ofModel, limit: 20 }, options);
  const names = (await client.read({ model: REPORT, ids: others, fields }, options)).map(
    ({ values }) => `${String(values.name)} (${String(values.report_name)})`,
  );
  throw business("not-found", "odoo.report_missing", `${client.target.name} has no PDF report ${report} for ${model}.`, {
    fix: names.length === 0 ? `It has no PDF report for ${model} at all.` : `Choose one of ${names.join(", ")}.`,
    where: { connection: client.target.key, model },
  });
}

/** One template per report, kept archived so that nobody is offered it, and put right where somebody changed it. */
async function templateOf(client: OdooClient, report: Report, options?: SendOptions): Promise<number> {
  const fields = await client.fields(TEMPLATE);
  if (!fields.has("report_template_ids"))
    throw technical("configuration", "odoo.report_unsupported", `${client.target.name} is too old: programs can have reports printed from Odoo 17 on.`, {
      fix: "Let Odoo attach the report to the record, and fetch the file.",
      where: { connection: client.target.key },
    });
  const values: Record<string, Json> = { name: `Throughline: ${report.name}`, model_id: report.model_id, report_template_ids: [report.id], active: false };
  const key = `throughline report ${report.report_name}`;
  const match = { kind: "external-id" as const, key };
  return (await upsertRecord(client, { model: TEMPLATE, match, values, onMatch: "update", externalId: `author:${key}` }, options)).id;
}

function notPrinted(client: OdooClient, report: Report, error: unknown): unknown {
  if (!(error instanceof StepFailure) || !/wkhtmltopdf/i.test(error.failure.message)) return error;
  const isMissing = /unable to find|not installed|no such file/i.test(error.failure.message);
  return technical("configuration", "odoo.report_tool", `${client.target.name} could not print ${report.name}: ${error.failure.message}`, {
    fix: isMissing
      ? "Install wkhtmltopdf 0.12.6 where that Odoo runs, and restart it."
      : "Print the same report from Odoo's screen, and look into Odoo's log: wkhtmltopdf gave up.",
    where: { connection: client.target.key, model: report.report_name },
  });
}
