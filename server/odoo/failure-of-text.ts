/**
 * Odoo's refusals that only their text tells apart: validation errors of one record, and the messages with which `load` answers in place
 * of an exception (in HTTP 200).
 */
import { business, technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import { scrubber } from "#server/http/without-secrets.ts";
import { contention, firstLine, tidy } from "./failure-words.ts";
import type { OdooTarget } from "./target.ts";

export type Refusal = {
  text: string;
  target: OdooTarget;
  model: string | undefined;
  otherwise: "validation" | "access";
  /** the field that Odoo names beside the text */
  field?: string;
  /** what Odoo would have taken */
  choices?: string[];
  record?: string | number;
  deletes?: boolean;
};

export function failureOfText(q: Refusal): StepFailure {
  const text = scrubber([q.target.apiKey])(tidy(q.text));
  const model = q.model ?? "a model";
  const line = firstLine(text);
  const where = {
    connection: q.target.key,
    ...(q.model === undefined ? {} : { model: q.model }),
    ...(q.field === undefined ? {} : { field: q.field }),
    ...(q.record === undefined ? {} : { record: q.record }),
  };
  const detail = { message: text };
  if (isCompanyMismatch(text)) return companyMismatch({ text, model, where });
  if (isContention(text)) return contention(q.target, q.model);
  if (
    q.otherwise === "access" ||
    /^You are not allowed to |stumbled upon some top-secret records|^Due to security restrictions|^Access to unauthorized or invalid companies/.test(text)
  ) {
    const rule = refusedByRule(text);
    return technical("authorization", "odoo.access_denied", `Odoo refused ${q.target.login}: ${rule?.words ?? line}`, {
      fix: groupsFix(text, q.target.login),
      where: { ...where, ...(rule?.record === undefined ? {} : { record: rule.record }) },
      detail,
    });
  }
  const required = /Missing required value for the field '([^']*)' \((\w+)\)/.exec(text) ?? /^Missing required value for the field '([^']*)'/.exec(text);
  if (required) {
    const [, label, name] = required;
    const field = name ?? q.field;
    return business(
      "invalid-data",
      "odoo.required_missing",
      `Odoo needs ${label}${field === undefined ? "" : ` (${field})`} on ${model}, and the step gives no value for it.`,
      {
        fix: "Give the field a value in the step, or send the data that it comes from.",
        where: { ...where, ...(field === undefined ? {} : { field }) },
        detail,
      },
    );
  }
  const choice = /^Value '(.*)' not found in selection field '(.*)'$/s.exec(text);
  if (choice) {
    return business("invalid-data", "odoo.selection", `${choice[2]} of ${model} has no choice ${firstLine(choice[1] ?? "")}.`, {
      fix: q.choices?.length ? `Send one of ${q.choices.join(", ")}.` : "Send one of the choices that the field has in Odoo.",
      where,
      detail,
    });
  }
  if (/^No matching record found for /.test(text)) {
    return business("invalid-data", "odoo.reference_missing", `${q.field ?? "A field"} of ${model} points to a record that is not in Odoo: ${line}`, {
      fix: "Check the id that the step was given, and whether the record was deleted.",
      where,
      detail,
    });
  }
  // Odoo words every broken reference as a deletion, also when a record was to be created
  if (/^Another model is using the record you are trying to delete/.test(text)) {
    const label = /following constraint: '.*' \((\w+)\)|following constraint: (.+)/.exec(text);
    const field = label?.[1];
    if (q.deletes)
      return business("rule", "odoo.in_use", `${model}: the record cannot be deleted because others use it.`, { fix: "Archive it instead.", where, detail });
    return business("invalid-data", "odoo.reference_missing", `${field ?? "A field"} of ${model} points to a record that is not in Odoo.`, {
      fix: "Check the id that the step was given, and whether the record was deleted.",
      where: { ...where, ...(field === undefined ? {} : { field }) },
      detail,
    });
  }
  if (/duplicate key value violates unique constraint/.test(text)) {
    return business("conflict", "odoo.duplicate", `Odoo has such a ${model} already: ${line}`, { fix: "Use an upsert, or send another value.", where, detail });
  }
  if (/found record of different model/.test(text)) {
    return business("conflict", "odoo.key_taken", `The key of this ${model} belongs to a record of another model in Odoo: ${line}`, {
      fix: "Choose another key.",
      where,
      detail,
    });
  }
  return business("invalid-data", "odoo.validation", `Odoo did not accept the ${model}: ${line}`, {
    fix: "Change the data that Odoo objects to, then replay the run.",
    where,
    detail,
  });
}

/** The same call may pass a moment later. A second key of ours is the same thing said by another constraint. */
export function isContention(text: string): boolean {
  return /could not serialize access|deadlock detected|concurrent update|ir_model_data_module_name_uniq_index/.test(text);
}

export function isCompanyMismatch(text: string): boolean {
  return /company inconsistencies here|^Incompatible companies on records/.test(text);
}

/** Records of different companies that were to be brought together. Odoo names the field in the line about it. */
function companyMismatch(q: {
  text: string;
  model: string;
  where: { connection: string; model?: string; field?: string; record?: string | number };
}): StepFailure {
  const line = /^- (.+)$/m.exec(q.text)?.[1] ?? firstLine(q.text);
  const field = /\((\w+): /.exec(line)?.[1];
  return business("rule", "odoo.company_mismatch", `Odoo does not bring companies together on ${q.model}: ${line}`, {
    fix: "Send a record of the same company, or one that belongs to none, or name the company in the step's context.",
    where: { ...q.where, ...(field === undefined ? {} : { field }) },
    detail: { message: q.text },
  });
}

/** A rule about records has no word of use in its first line. */
function refusedByRule(text: string): { words: string; record?: number } | null {
  const found = /doesn't have '([^']+)' access to:\n- (.+)/.exec(text);
  if (found === null) return null;
  const record = /\([\w.]+: (\d+)/.exec(found[2] ?? "")?.[1];
  return { words: `a rule of Odoo gives no right to ${found[1]} ${found[2]}.`, ...(record === undefined ? {} : { record: Number(record) }) };
}

function groupsFix(text: string, login: string): string {
  const company = /switching to the company: (.+)\.$/m.exec(text)?.[1];
  if (company !== undefined) return `Add ${company} to the companies of the connection, or to the step's context.`;
  if (/do not have access to the proper company/.test(text)) return `Allow the record's company for ${login} in Odoo.`;

  const groups = [...text.matchAll(/^\s+- (.+)$/gm)].map((match) => match[1] ?? "");
  if (/^Access to unauthorized or invalid companies/.test(text)) return `Allow the company for ${login} in Odoo, or leave it out of the step's context.`;
  return groups.length === 0
    ? `Give ${login} the right in Odoo, or leave it out of the step.`
    : `Give ${login} one of these groups in Odoo: ${groups.join(", ")}.`;
}
