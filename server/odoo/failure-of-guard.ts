/** The outgoing call's own trouble, in the words of a failure: no answer came from Odoo at all. */
import { technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import { GuardError } from "#server/http/guard-error.ts";
import type { OdooTarget } from "./target.ts";
import type { OdooCall } from "./transport.ts";

/** @throws anything that is not trouble of the call: a bug */
export function failureOfGuard(error: unknown, { target, call }: { target: OdooTarget; call?: OdooCall }): StepFailure {
  if (!(error instanceof GuardError)) throw error;
  const details = {
    ...(error.fix === undefined ? {} : { fix: error.fix }),
    where: { connection: target.key, ...(call === undefined ? {} : { model: call.model }) },
  };
  switch (error.code) {
    case "guard.address":
      return technical("configuration", "odoo.address", error.message, details);
    case "guard.refused":
      return technical("configuration", "odoo.host_refused", error.message, details);
    case "guard.certificate":
      return technical("configuration", "odoo.certificate", error.message, details);
    case "guard.unreachable":
      return technical("unavailable", "odoo.unreachable", error.message, { ...details, retryable: true });
    case "guard.aborted":
    case "guard.timeout":
      return error.sent
        ? technical("timeout", "odoo.timeout", error.message, { ...details, retryable: true })
        : technical("unavailable", "odoo.unreachable", error.message, { ...details, retryable: true });
    case "guard.lost":
      // what Odoo did is unknown: a step that Odoo recognises again is sent again, any other asks a person
      return technical("timeout", "odoo.answer_lost", error.message, { ...details, retryable: true });
    case "guard.too_large":
      return technical("configuration", "odoo.answer_too_large", error.message, { ...details, fix: "Read fewer records or fewer fields at once." });
    case "guard.encoding":
    case "guard.redirects":
      return technical("timeout", "odoo.answer_unusable", error.message, { ...details, retryable: true });
    default: {
      const unknown: never = error.code;
      return unknown;
    }
  }
}
