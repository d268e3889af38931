import type { OdooCoverage } from "#server/app.ts";

const STATES: Record<OdooCoverage["state"], string> = {
  waiting: "The first look is about to begin",
  noting: "Taking note of what stands there",
  watching: "Watching",
  failing: "Odoo could not be read",
};

export function stateOf({ state, webhook }: OdooCoverage): string {
  return state === "watching" && webhook === "made" ? "Watching, and Odoo calls us" : STATES[state];
}

/** What a person does in Odoo where we may not. */
export function byHand({ model, fields, on }: OdooCoverage): string[] {
  const isDeleted = on === "deleted";
  const rule = isDeleted
    ? `New rule: model ${model}, trigger On deletion.`
    : on === "created"
      ? `New rule: model ${model}, trigger On create.`
      : `New rule: model ${model}, trigger On create and edit, when updating ${fields.join(", ")}.`;
  return [
    "Install the app Automation Rules, where it is missing, and switch on developer mode.",
    "Open Settings, Technical, Automation Rules.",
    rule,
    "Add an action Send Webhook Notification to the address of this trigger, without fields.",
    ...(on === "any" ? [`A second rule: model ${model}, trigger On deletion, with the same action.`] : []),
  ];
}
