/** Reports of the practice Odoo: printed as the real one does, into a file of the message that a template with the report is begun from. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { fits } from "./domain.ts";
import { missing } from "./errors.ts";
import { reports } from "./report-list.ts";
import { nameOf, UID } from "./world.ts";
import type { World } from "./world.ts";

const Message = z.object({ model: z.string(), res_ids: z.string(), template_id: z.number() });
const Owners = z.array(z.number());
const Carried = z.array(z.number()).catch([]);

export function findReports(domain: Json[]): number[] {
  return reports.filter((row) => fits(domain, (path) => row[path] ?? false)).map(({ id }) => id);
}

export function readReports(ids: number[]): Json[] {
  return reports.filter(({ id }) => ids.includes(id));
}

export async function beginMessages(world: World, list: Json[]): Promise<number[]> {
  const ids: number[] = [];
  for (const values of z.array(Message).parse(list)) {
    const [owner = 0] = Owners.parse(JSON.parse(values.res_ids));
    const [record] = await world.records(values.model, [owner]);
    const [template] = await world.records("mail.template", [values.template_id]);
    if (record === undefined || template === undefined) throw missing(values.model, owner, UID);
    const files: number[] = [];
    for (const report of reports.filter(({ id }) => Carried.parse(template.fields.report_template_ids).includes(id))) {
      const name = `${report.name} - ${nameOf(values.model, record)}.pdf`;
      const datas = pdf([report.name, nameOf(values.model, record)]).toString("base64");
      files.push(await world.create("ir.attachment", { name, datas, mimetype: "application/pdf", res_model: "mail.compose.message", res_id: 0 }));
    }
    ids.push(await world.create("mail.compose.message", { ...values, attachment_ids: files }));
  }
  return ids;
}

/** One page with these lines. */
function pdf(lines: string[]): Buffer {
  const escaped = lines.map((line) => line.replace(/[^\x20-\x7e]/g, "?").replace(/[\\()]/g, "\\$&"));
  const text = `BT /F1 18 Tf 72 760 Td 24 TL ${escaped.map((line) => `(${line}) Tj T*`).join(" ")} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}
