/**
 * What each choice causes, in sentences, read off the graph: from the outcome's edge forward until the next wait.
 * Where a dry run of the approved path is at hand, its previews say whether a record is created or updated.
 */
import { portOf } from "#flow/marks.ts";
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import type { EffectPreview } from "#flow/step.ts";
import { nounOf } from "../runs/note.ts";

export type Simulated = { step: string; previews: EffectPreview[] }[];

export function consequencesOf(q: { document: FlowDocument; step: string; simulated: Simulated | null }): {
  approved: string;
  rejected: string;
  changes: string;
} {
  const of = (port: string) => consequence({ document: q.document, step: q.step, port, simulated: port === "approved" ? q.simulated : null });
  return { approved: of("approved"), rejected: of("rejected"), changes: of("changes") };
}

function consequence(q: { document: FlowDocument; step: string; port: string; simulated: Simulated | null }): string {
  const edges = q.document.edges.filter((edge) => edge.from === q.step && portOf(edge) === q.port);
  const back = edges.filter((edge) => edge.rework === true).map((edge) => label(q.document, edge.to));
  if (back.length > 0) return `Goes back to ${list(back)} with your reason.`;
  if (edges.length === 0) return "Nothing is written to Odoo; this path ends here.";
  const ahead = walk(q.document, edges);
  const reached = q.simulated === null ? null : new Set(q.simulated.map((each) => each.step));
  const steps = reached === null || reached.size === 0 ? ahead.steps : ahead.steps.filter((step) => !isEffect(step) || reached.has(step.id));
  return sentence(steps, { waits: ahead.waits, branches: reached === null ? ahead.branches : [], simulated: q.simulated });
}

type Ahead = { steps: Step[]; waits: Step[]; branches: Step[] };

/** Everything between here and the next wait, in document order. Error paths are left out: they are not what a choice causes. */
function walk(document: FlowDocument, from: Edge[]): Ahead {
  const byId = new Map(document.steps.map((step) => [step.id, step]));
  const found = new Set<string>();
  const queue = from.map((edge) => edge.to);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const step = byId.get(id);
    if (!step || found.has(id)) continue;
    found.add(id);
    if (isWait(step)) continue;
    queue.push(...document.edges.filter((edge) => edge.from === id && edge.rework !== true && portOf(edge) !== "error").map((edge) => edge.to));
  }
  const steps = document.steps.filter((step) => found.has(step.id));
  return { steps: steps.filter((step) => !isWait(step)), waits: steps.filter(isWait), branches: steps.filter((step) => step.type === "branch") };
}

function sentence(steps: Step[], q: { waits: Step[]; branches: Step[]; simulated: Simulated | null }): string {
  const writes = steps.map((step) => odooWrite(step, q.simulated)).filter((clause) => clause !== null);
  const others = steps.map(otherEffect).filter((clause) => clause !== null);
  const waits = q.waits.map((step) =>
    step.type === "approve" ? `${step.name ?? "another approval"} is asked next` : `then it waits (${step.name ?? step.id})`,
  );
  const first = writes.length === 0 ? "nothing is written to Odoo" : `${list(writes)} in Odoo`;
  const last = q.waits.length > 0 ? waits : writes.length + others.length === 0 || steps.some((step) => step.type === "stop") ? ["the run ends"] : [];
  const depends = q.branches.length > 0 && writes.length + others.length > 0 ? `, depending on ${list(q.branches.map((step) => step.name ?? step.id))}` : "";
  return `${capital([first, ...others, ...last].join("; "))}${depends}.`;
}

function odooWrite(step: Step, simulated: Simulated | null): string | null {
  if (step.type === "odoo.call") return `${text(step.config.method) ?? "a method"} is called on ${nounOf(text(step.config.model))}`;
  const noun = nounOf(text(step.config.model));
  const previews =
    simulated?.find((each) => each.step === step.id)?.previews.filter((preview) => preview.system === "odoo" && preview.unread === undefined) ?? [];
  if (previews.length > 0 && WRITES.has(step.type)) return counted(noun, previews);
  switch (step.type) {
    case "odoo.create":
      return `${noun} created`;
    case "odoo.upsert":
      return `${noun} created or updated`;
    case "odoo.update":
      return `${noun} updated`;
    case "odoo.archive":
      return `${noun} ${step.config.what === "unarchive" ? "taken back from the archive" : "archived"}`;
    case "odoo.message":
      return `a ${step.config.to === "followers" ? "message" : "note"} is posted on the ${noun}`;
    case "odoo.activity":
      return `an activity is scheduled on the ${noun}`;
    case "odoo.attach":
      return `a file is attached to the ${noun}`;
    default:
      return null;
  }
}

const WRITES = new Set(["odoo.create", "odoo.upsert", "odoo.update"]);

/** One record as itself, several by their number. */
function counted(noun: string, previews: { action: string }[]): string {
  const words = (action: string) => (action === "create" ? "created" : action === "update" ? "updated" : "left as it is");
  const groups = Map.groupBy(previews, (preview) => words(preview.action));
  return [...groups].map(([said, all]) => (all.length === 1 ? `${noun} ${said}` : `${all.length} × ${noun} ${said}`)).join(", ");
}

function otherEffect(step: Step): string | null {
  switch (step.type) {
    case "event.publish":
      return text(step.config.topic) === null ? "an event is published" : `the event ${text(step.config.topic)} is published`;
    case "notify":
      return text(step.config.to) === null ? "a message is sent" : `a message is sent to ${text(step.config.to)}`;
    case "http": {
      const method = text(step.config.method) ?? "GET";
      return method === "GET" ? null : `${step.name ?? `a ${method} request`} is sent`;
    }
    default:
      return null;
  }
}

function isEffect(step: Step): boolean {
  return odooWrite(step, null) !== null || otherEffect(step) !== null;
}

function isWait(step: Step): boolean {
  return step.type === "approve" || step.type === "wait";
}

function label(document: FlowDocument, id: string): string {
  return document.steps.find((step) => step.id === id)?.name ?? id;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function list(parts: string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
