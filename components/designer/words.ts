import type { Json, Step } from "#flow/document.ts";
import { findFace } from "#flow/steps/faces.ts";
import { formatTime } from "#components/ui/format.ts";
import type { Saving } from "./store.ts";

/** What the field with a step's name is called in the page; no setting of a step is called so. */
export const STEP_NAME = "step-name";

/** The mono line of a step: what it does. A config that is not whole yet says what kind of step it is. */
export function summaryOf(step: Step): string {
  let summary = summaries.get(step);
  if (summary === undefined) {
    summary = summarise(step);
    summaries.set(step, summary);
  }
  return summary;
}

const summaries = new WeakMap<Step, string>();

function summarise(step: Step): string {
  const definition = findFace(step.type);
  if (!definition) return step.type;
  try {
    return definition.summary(step.config).replace(/^[\s·]+|[\s·]+$/g, "") || definition.title;
  } catch {
    return definition.title;
  }
}

/** How the draft stands, in a few words and in a sentence. */
export function savingWords(saving: Saving, revision: number): { short: string; long: string } {
  switch (saving.kind) {
    case "saved":
      return { short: "Saved", long: `Saved as revision ${revision} at ${formatTime(saving.at)}` };
    case "pending":
      return { short: "Not saved yet", long: "The last change is saved in a moment" };
    case "saving":
      return { short: "Saving", long: "The last change is being saved" };
    case "failed":
      return {
        short: "Not saved",
        long: `${saving.message} Your changes are kept in this browser${saving.retries ? "; saving is tried again by itself" : ""}.`,
      };
    case "signed-out":
      return { short: "Signed out, not saved", long: "Your session has ended. Your changes are kept in this browser: sign in, and they are here again." };
    case "conflict":
      return { short: "Two versions of this draft", long: `${saving.theirs.updatedBy} saved this draft meanwhile.` };
  }
}

const SETTINGS: Record<string, string> = {
  name: "Name",
  domain: "Domain",
  latency: "Latency class",
  owner: "Owner",
  slo: "Service level",
  runbook: "Runbook",
  businessKey: "Business key",
  value: "Value",
  currency: "Currency",
  order: "Order key",
  concurrency: "Runs at once",
  retention: "Retention",
  sensitive: "Sensitive fields",
};

/** A setting of the flow as people call it. */
export function settingWord(key: string): string {
  return SETTINGS[key] ?? key;
}

/** A value in a comparison: an expression as its source. */
export function shownValue(value: Json): string {
  if (value === null) return "nothing";
  if (typeof value === "object" && !Array.isArray(value) && typeof value.$ === "string") return value.$;
  return typeof value === "string" ? value : JSON.stringify(value);
}
