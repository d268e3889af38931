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
  if (isContention(text)) return contention(q.target, q.model);
  if (q.otherwise === "access" || /^You are not allowed to |^Due to security restrictions|^Access to unauthorized or invalid companies/.test(text)) {
    return technical("authorization", "odoo.access_denied", `Odoo refused ${q.target.login}: ${line}`, { fix: groupsFix(text, q.target.login), where, detail });
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

function groupsFix(text: string, login: string): string {
  const groups = [...text.matchAll(/^\s+- (.+)$/gm)].map((match) => match[1] ?? "");
  if (/companies/.test(text)) return `Allow the company for ${login} in Odoo, or leave it out of the step's context.`;
  return groups.length === 0
    ? `Give ${login} the right in Odoo, or leave it out of the step.`
    : `Give ${login} one of these groups in Odoo: ${groups.join(", ")}.`;
}
