/** The exceptions of Odoo by name, in people's words. The first line of what Odoo says is for its users and is kept. */
import { business, technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import { scrubber } from "#server/http/without-secrets.ts";
import { failureOfText } from "./failure-of-text.ts";
import type { OdooTarget } from "./target.ts";
import type { OdooCall } from "./transport.ts";

export type OdooException = { name: string; message: string; target: OdooTarget; call?: OdooCall };

const CONTENTION = /(SerializationFailure|DeadlockDetected|LockNotAvailable|ConcurrencyError)$/;
const DATABASE_TROUBLE = /^psycopg2\.(OperationalError|InterfaceError|pool\.PoolError)$|(AdminShutdown|CannotConnectNow|TooManyConnections|QueryCanceled)$/;

export function failureOfException(q: OdooException): StepFailure {
  const { name, target, call } = q;
  const model = call?.model;
  const where = { connection: target.key, ...(model === undefined ? {} : { model }) };
  const message = scrubber([target.apiKey])(tidy(q.message));
  const details = { where, detail: { name, message } };
  const first = firstLine(message);
  if (CONTENTION.test(name)) return contention(target, model);
  if (DATABASE_TROUBLE.test(name)) {
    return technical("timeout", "odoo.database_trouble", "Odoo had trouble with its own database, so what became of the call is not known.", {
      ...details,
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
    case "odoo.exceptions.MissingError":
      return business("not-found", "odoo.record_missing", `A record of ${model} that the step names is not in Odoo any more.`, {
        ...details,
        fix: "Check whether it was deleted, and which id the step was given.",
        where: { ...where, ...(call?.ids?.length === 1 ? { record: call.ids[0] } : {}) },
      });
    case "odoo.exceptions.UserError":
    case "odoo.exceptions.RedirectWarning":
      return business("rule", "odoo.rule", `Odoo refused ${model}.${call?.method}: ${first}`, {
        ...details,
        fix: "Change what the rule of Odoo objects to, then replay the run.",
      });
    case "odoo.exceptions.ValidationError":
      return failureOfText({ text: message, target, model, otherwise: "validation", deletes: call?.method === "unlink" });
    case "werkzeug.exceptions.NotFound":
      return /method/i.test(message) && !/^the model/i.test(message)
        ? technical("configuration", "odoo.unknown_method", `Odoo has no method ${model}.${call?.method}.`, { ...details, fix: "Check its spelling." })
        : technical("configuration", "odoo.unknown_model", `This Odoo has no model ${model}.`, {
            ...details,
            fix: "Check its spelling, or install the Odoo app that brings it.",
          });
    case "werkzeug.exceptions.UnprocessableEntity":
      return technical("configuration", "odoo.arguments", `${model}.${call?.method} does not take these arguments: ${first}`, {
        ...details,
        fix: "Name the arguments as the method does.",
      });
    default:
      return ofPython(q, message, details);
  }
}

/** Python's own exceptions and those of its database driver: wrong fields and values, permanent however often they are sent. */
function ofPython(q: OdooException, message: string, details: { where: { connection: string; model?: string }; detail: { name: string; message: string } }) {
  const model = q.call?.model;
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

export function unknownField(q: { target: OdooTarget; model: string; field: string; known?: Iterable<string> }): StepFailure {
  const near = nearest(q.field, q.known ?? []);
  return technical("configuration", "odoo.unknown_field", `${q.model} has no field ${q.field} in this Odoo.`, {
    fix: near === null ? "Check its spelling, or install the Odoo app that brings it." : `Did you mean ${near}?`,
    where: { connection: q.target.key, model: q.model, field: q.field },
  });
}

export function contention(target: OdooTarget, model?: string): StepFailure {
  return technical("contention", "odoo.contention", "Somebody else was writing the same thing in Odoo at the same moment.", {
    retryable: true,
    where: { connection: target.key, ...(model === undefined ? {} : { model }) },
  });
}

function unknownFieldIn(name: string, message: string, method: string | undefined): string | null {
  const found = /Invalid field (?:name )?'(\w+)'/.exec(message) ?? /Invalid field (?:[\w.]+\.)?(\w+) in/.exec(message);
  if (found?.[1] !== undefined) return found[1];
  // a write names nothing but the key that it did not find
  return name === "builtins.KeyError" && method === "write" && /^'?(\w+)'?$/.test(message) ? message.replaceAll("'", "") : null;
}

/** The known name that is at most two letters away. */
function nearest(name: string, known: Iterable<string>): string | null {
  let best: { name: string; distance: number } | null = null;
  for (const each of known) {
    const distance = distanceOf(name, each);
    if (distance <= 2 && (best === null || distance < best.distance)) best = { name: each, distance };
  }
  return best?.name ?? null;
}

function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 3;
}

export function tidy(message: string): string {
  const text = message.trim().replace(/^The operation cannot be completed: /, "");
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}

export function firstLine(message: string): string {
  const line = message.split("\n", 1)[0]?.trim() ?? "";
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
