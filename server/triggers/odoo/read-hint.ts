/**
 * An automation rule of Odoo says which record changed, and nothing else of it is believed: the record is read. Odoo waits for the answer inside
 * its own user's click, one second at the most, and never says it again.
 */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { LoadedRegistration } from "../../deps.ts";
import { parseBody, readBody } from "../body.ts";
import { HookRefusal } from "../refusal.ts";

const Named = z.looseObject({ _id: z.int().positive().max(2_147_483_647), _model: z.string() });

/** The id of the record. @throws HookRefusal */
export async function readOdooHint({ registration, request }: { registration: LoadedRegistration; request: IncomingMessage }): Promise<number> {
  const raw = await readBody(request);
  const body = parseBody({ contentType: request.headers["content-type"], encoding: request.headers["content-encoding"], raw });
  const named = Named.safeParse(body);
  if (!named.success)
    throw new HookRefusal({
      status: 400,
      code: "hook.no_record",
      message: "This address takes what an automation rule of Odoo sends: the id of a record (_id) and its model (_model).",
      fix: "Let an action of the type Send Webhook Notification call it.",
    });
  const step = registration.version.document.steps.find((each) => each.id === registration.stepId);
  const watched = typeof step?.config.model === "string" ? step.config.model : "nothing";
  const { _id: id, _model: model } = named.data;
  if (watched !== model)
    throw new HookRefusal({
      status: 422,
      code: "hook.other_model",
      message: `The record is of ${model.slice(0, 80)}, and this trigger watches ${watched}.`,
      fix: "Send it from a rule of the model that the trigger watches.",
    });
  return id;
}
