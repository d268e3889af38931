/** Somebody else saved: what becomes of what is drawn here. */
import { compare } from "#flow/compare.ts";
import type { FlowDocument } from "#flow/document.ts";
import { merge, openConflicts } from "#flow/merge.ts";
import { placeOf } from "#flow/nested.ts";
import type { DesignerStore, Put, Theirs } from "./store.ts";

/**
 * Takes theirs where nothing is unsaved here, puts both together where each changed something else, and leaves the choice to a person where
 * both changed the same. @returns what came of it
 */
export function meet(store: DesignerStore, theirs: Theirs): "taken" | "merged" | "conflict" {
  const { saved, whole } = store.get();
  const news = changedSteps(saved.document, theirs.document);
  if (whole === saved.document) {
    store.takeOver({ theirs, document: theirs.document, put, news });
    return "taken";
  }
  const { document, parts } = merge({ base: saved.document, mine: whole, theirs: theirs.document });
  if (openConflicts(parts).length > 0) {
    store.setSaving({ kind: "conflict", theirs });
    return "conflict";
  }
  store.takeOver({ theirs, document, put, news });
  return "merged";
}

export const put: Put = (both) => merge(both).document;

/** The steps that look different now; one inside a frame counts for the frame as well. */
function changedSteps(before: FlowDocument, after: FlowDocument): string[] {
  const changed = compare(before, after).flatMap((change) => (change.what === "step" && change.kind !== "removed" ? [change.id] : []));
  return [...new Set(changed.flatMap((id) => [id, ...(placeOf(after, id)?.frames ?? []).map((frame) => frame.id)]))];
}
