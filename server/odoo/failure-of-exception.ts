/** The exceptions of Odoo by name, in people's words. The first line of what Odoo says is for its users and is kept. */
import { business, technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import { scrubber } from "#server/http/without-secrets.ts";
import { failureOfText, isCompanyMismatch } from "./failure-of-text.ts";
import { contention, firstLine, tidy, unknownField } from "./failure-words.ts";
import { lastLineOf } from "./last-line.ts";
import type { OdooTarget } from "./target.ts";
import type { OdooCall } from "./transport.ts";

export type OdooException = { name: string; message: string; debug?: string | undefined; target: OdooTarget; call?: OdooCall };

const CONTENTION = /(SerializationFailure|DeadlockDetected|LockNotAvailable|ConcurrencyError)$/;
const DATABASE_TROUBLE = /^psycopg2\.(OperationalError|InterfaceError|pool\.PoolError)$|(AdminShutdown|CannotConnectNow|TooManyConnections|QueryCanceled)$/;

/** A column or table that the program expects and the database does not have yet, or not any more. */
const UPGRADING = /^psycopg2\.errors\.(UndefinedColumn|UndefinedTable)$/;

export function failureOfException(q: OdooException): StepFailure {
  const { name, target, call } = q;
  const model = call?.model;
  const where = { connection: target.key, ...(model === undefined ? {} : { model }) };
  const scrub = scrubber([target.apiKey]);
  const message = scrub(tidy(q.message));
  const last = lastLineOf(q.debug);
  const details = { where, detail: { name, message, ...(last === null ? {} : { last: scrub(last) }) } };
  const first = firstLine(message);
  if (CONTENTION.test(name)) return contention(target, model, onlyOne(call));
  if (DATABASE_TROUBLE.test(name)) {
    return technical("timeout", "odoo.database_trouble", "Odoo had trouble with its own database, so what became of the call is not known.", {
      ...details,
      retryable: true,
    });
  }
  if (UPGRADING.test(name)) {
    return technical("unavailable", "odoo.upgrading", `The database of ${target.name} does not fit its program: it is being upgraded.`, {
      ...details,
      fix: "It is tried again by itself. If it lasts, look whether the upgrade ended well.",
      retryable: true,
    });
  }
  switch (name) {
    case "odoo.exceptions.AccessError":
    case "odoo.exceptions.AccessDenied":
      return /^Private methods/.test(message)
        ? technical("configuration", "odoo.private_method", `${model}.${call?.method} cannot be called from outside Odoo.`, {
            ...details,
            fix: "Choose a public method.",
          })
        : failureOfText({ text: message, target, model, otherwise: "access" });
    case "odoo.exceptions.MissingError": {
      const gone = /\(Records?: ([\w.]+)\((\d+),?[\d, ]*\)/.exec(message);
      // not the record that is written but one that it was to point to
      if (gone?.[1] !== undefined && gone[1] !== model) {
        return business("invalid-data", "odoo.reference_missing", `The ${model} was to point to ${gone[1]} #${gone[2]}, which is not in Odoo.`, {
          ...details,
          fix: "Check the id that the step was given, and whether the record was deleted.",
        });
      }
      return business("not-found", "odoo.record_missing", `A record of ${model} that the step names is not in Odoo any more.`, {
        ...details,
        fix: "Check whether it was deleted, and which id the step was given.",
        where: { ...where, ...recordIn(onlyOne(call) ?? (gone?.[2] === undefined ? undefined : Number(gone[2]))) },
      });
    }
    case "odoo.exceptions.UserError":
    case "odoo.exceptions.RedirectWarning":
      // as older protocols say it
      if (/^Object [\w.]+ doesn't exist/.test(message)) return unknownModel(model, details);
      if (isCompanyMismatch(message)) return failureOfText({ text: message, target, model, otherwise: "validation" });
      if (/^Invalid language code/.test(message)) {
        return technical("configuration", "odoo.language", `${target.name} does not have the language that the step asks for: ${first}.`, {
          ...details,
          fix: "Install the language in Odoo under Settings, Languages, or choose another one.",
        });
      }
      return business("rule", "odoo.rule", `Odoo refused ${model}.${call?.method}: ${first}`, {
        ...details,
        fix: "Change what the rule of Odoo objects to, then replay the run.",
      });
    case "odoo.exceptions.ValidationError":
      return failureOfText({ text: message, target, model, otherwise: "validation", deletes: call?.method === "unlink" });
    case "werkzeug.exceptions.NotFound":
      return /method/i.test(message) && !/^the model/i.test(message) ? unknownMethod(q, details) : unknownModel(model, details);
    case "werkzeug.exceptions.UnprocessableEntity":
      return technical("configuration", "odoo.arguments", `${model}.${call?.method} does not take these arguments: ${first}`, {
        ...details,
        fix: "Name the arguments as the method does.",
      });
    default:
      return ofPython(q, message, details);
  }
}

/** The record that a call is about, where it is about one. */
function onlyOne(call: OdooCall | undefined): number | undefined {
  return call?.ids?.length === 1 ? call.ids[0] : undefined;
}

function recordIn(record: number | undefined): { record?: number } {
  return record === undefined ? {} : { record };
}

type Details = { where: { connection: string; model?: string }; detail: { name: string; message: string; last?: string } };

function unknownModel(model: string | undefined, details: Details): StepFailure {
  return technical("configuration", "odoo.unknown_model", `This Odoo has no model ${model}.`, {
    ...details,
    fix: "Check its spelling, or install the Odoo app that brings it.",
  });
}

function unknownMethod({ call }: OdooException, details: Details): StepFailure {
  return technical("configuration", "odoo.unknown_method", `Odoo has no method ${call?.model}.${call?.method}.`, { ...details, fix: "Check its spelling." });
}

const NO_METHOD = /^The method '[\w.]+' does not exist|^type object '[\w.]+' has no attribute '\w+'$/;

/** Python's own exceptions and those of its database driver: wrong fields and values, permanent however often they are sent. */
function ofPython(q: OdooException, message: string, details: Details) {
  const model = q.call?.model;
  if (q.name === "builtins.AttributeError" && NO_METHOD.test(message)) return unknownMethod(q, details);
  const field = unknownFieldIn(q.name, message, q.call?.method);
  if (field !== null) return unknownField({ target: q.target, model: model ?? "", field });
  const wrong = /^Wrong value for ([\w.]+)\.(\w+): (.*)$/s.exec(message);
  if (wrong?.[2] !== undefined) {
    return business("invalid-data", "odoo.selection", `${wrong[2]} of ${model} has no choice ${firstLine(wrong[3] ?? "")}.`, {
      ...details,
      fix: "Send one of the choices that the field has in Odoo.",
      where: { ...details.where, field: wrong[2] },
    });
  }
  if (
    q.call?.method === "load" ||
    !q.name.startsWith("builtins.") ||
    /invalid literal|does not match format|could not convert|Invalid isoformat/.test(message)
  ) {
    return business("invalid-data", "odoo.value", `Odoo cannot use a value that was sent for ${model}: ${firstLine(message)}`, {
      ...details,
      fix: "Check the values against the types of the fields.",
    });
  }
  return technical("configuration", "odoo.call_failed", `Odoo could not carry out ${model}.${q.call?.method}: ${firstLine(message)}`, {
    ...details,
    fix: "Check the fields, the domain and the arguments of the step.",
  });
}

function unknownFieldIn(name: string, message: string, method: string | undefined): string | null {
  const found = /Invalid field (?:name )?'(\w+)'/.exec(message) ?? /Invalid field (?:[\w.]+\.)?(\w+) in/.exec(message);
  if (found?.[1] !== undefined) return found[1];
  // a write names nothing but the key that it did not find
  return name === "builtins.KeyError" && (method === "write" || method === "load") && /^'?(\w+)'?$/.test(message) ? message.replaceAll("'", "") : null;
}
