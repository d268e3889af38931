/** What was done, as it reads between who did it and what it was done to: Hanna Lind *deployed* Won opportunity. */
import type { Json } from "#flow/document.ts";
import type { AuditEntry } from "#server/app.ts";

const DID: Record<string, string> = {
  "flow.created": "made",
  "flow.changed": "changed the draft",
  "flow.published": "published",
  "flow.deployed": "deployed",
  "flow.sent_from_test": "sent from a test run of",
  "flow.sample_saved": "saved a sample",
  "flow.sample_removed": "removed a sample",
  "flow.output_pinned": "pinned what a step gives",
  "flow.output_unpinned": "let go of what was pinned",
  "connection.created": "made",
  "connection.changed": "changed",
  "connection.removed": "removed",
  "connection.fault_switched": "switched the fault",
  "secret.set": "set",
  "variable.set": "set",
  "approval.decided": "decided",
  "approval.withdrawn": "took the decision back",
  "run.started": "started",
  "run.revealed": "looked at hidden values of",
  "approval.facts_seen": "saw the sensitive facts of",
  "run.replayed": "replayed",
  "run.cancelled": "cancelled",
  "run.outcome_settled": "settled the outcome",
  "run.deleted_record_decided": "decided on a deleted record of",
  "replays.begun": "began",
  "replays.paused": "paused",
  "replays.resumed": "resumed",
  "replays.cancelled": "cancelled",
  "event.published": "published",
  "person.created": "added",
  "person.changed": "changed",
  "history.policy_changed": "changed",
  "contract.created": "made the contract",
  "contract.version_added": "gave a new version to the contract",
  "contract.activated": "activated a version of the contract",
  "contract.retired": "retired a version of the contract",
  "ownership.rule_added": "said who owns",
  "ownership.rule_changed": "changed who owns",
  "ownership.rule_removed": "removed the owner of",
  "environment.changed": "changed",
  "api-key.created": "made",
  "api-key.revoked": "revoked",
};

/** An action that nobody gave words yet reads as its own name: connection.secret_set becomes "secret set". */
export function actionWords(action: string): string {
  const words = action.split(".").slice(1).join(" ").replaceAll("_", " ");
  return DID[action] ?? (words === "" ? action : words);
}

/** The one thing about an entry that people look for, so that few have to be opened. */
export function gistOf(entry: Pick<AuditEntry, "action" | "detail">): string | null {
  const detail = recordOf(entry.detail);
  switch (entry.action) {
    case "flow.published":
    case "flow.deployed":
    case "contract.version_added":
    case "contract.activated":
    case "contract.retired":
      return typeof detail.version === "number" ? `version ${detail.version}` : null;
    case "flow.changed":
      return Array.isArray(detail.changes) ? detail.changes.slice(0, 2).map(String).join(", ") + more(detail.changes.length - 2) : null;
    case "flow.sample_saved":
    case "flow.sample_removed":
      return textOf(detail.sample);
    case "flow.output_pinned":
    case "flow.output_unpinned":
      return textOf(detail.step);
    case "flow.sent_from_test":
      return sentFromTest(detail);
    case "connection.fault_switched":
      return typeof detail.before === "string" && typeof detail.after === "string" ? `${detail.before} to ${detail.after}` : null;
    case "connection.changed":
      return (
        [
          ...Object.keys(recordOf(detail.config)),
          ...(Array.isArray(detail.secrets) ? detail.secrets.map((name) => `secret ${String(name)}`) : []),
          ...("name" in detail ? ["name"] : []),
        ].join(", ") || null
      );
    case "approval.decided":
    case "approval.withdrawn":
      return detail.outcome === "changes" ? "changes requested" : textOf(detail.outcome);
    case "run.cancelled":
      return textOf(detail.reason);
    case "run.replayed":
      return typeof detail.from === "string" ? `from ${detail.from}` : "from the start";
    case "run.outcome_settled":
      return detail.decision === "mark-done" ? "recorded as done" : "allowed to be sent again";
    case "run.deleted_record_decided":
      return detail.decision === "recreate" ? "made again" : "left deleted";
    case "person.created":
      return textOf(detail.role);
    case "person.changed":
      return Object.entries(detail)
        .map(([name, value]) => {
          const change = changeOf(value);
          return change ? `${name} ${shown(change.before)} to ${shown(change.after)}` : name;
        })
        .join(", ");
    default:
      return null;
  }
}

function sentFromTest(detail: { [key: string]: Json }): string | null {
  const [first, ...others] = Array.isArray(detail.sent) ? detail.sent.map((each) => textOf(recordOf(each).what)) : [];
  return first ? first + more(others.length) : textOf(detail.step);
}

export type DetailLine = { name: string; before: Json | null; after: Json; isChange: boolean };

/** A detail as lines; what holds before and after is a change. One level down is shown as a path: config.url. */
export function linesOf(detail: Json): DetailLine[] {
  const whole = changeOf(detail);
  if (whole) return [{ name: "value", before: whole.before, after: whole.after, isChange: true }];
  return Object.entries(recordOf(detail)).flatMap(([name, value]): DetailLine[] => {
    const change = changeOf(value);
    if (change) return [{ name, before: change.before, after: change.after, isChange: true }];
    const inner = Object.entries(recordOf(value));
    if (inner.length > 0 && inner.every(([, each]) => changeOf(each)))
      return inner.flatMap(([key, each]) => {
        const held = changeOf(each);
        return held ? [{ name: `${name}.${key}`, before: held.before, after: held.after, isChange: true }] : [];
      });
    // what holds nothing tells nothing
    if (value === null || (typeof value === "object" && Object.keys(value).length === 0)) return [];
    return [{ name, before: null, after: value, isChange: false }];
  });
}

/** A value on one line. */
export function shown(value: Json | null): string {
  if (value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function changeOf(value: Json): { before: Json; after: Json } | null {
  const held = recordOf(value);
  const names = Object.keys(held);
  return names.length === 2 && "before" in held && "after" in held ? { before: held.before ?? null, after: held.after ?? null } : null;
}

function recordOf(value: Json | undefined): Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : "";
}
