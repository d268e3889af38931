/** The rules' side of the thread: it holds the flow that it looked at last, and is told what differs. */
import { type Difference, withDifference } from "#flow/difference.ts";
import type { FlowDocument } from "#flow/document.ts";
import type { Knowledge, Problem } from "#flow/problem.ts";
import { validate } from "#flow/validate.ts";

/** A flow is told whole once, and knowledge as often as there is more of it. */
export type Asked = { number: number; document: { whole: FlowDocument } | { difference: Difference }; knowledge: Knowledge | null };
export type Answered = { number: number } & ({ problems: Problem[] } | { error: string });

export function createChecker(): (asked: Asked) => Answered {
  let last: FlowDocument | null = null;
  let known: Knowledge = {};
  return ({ number, document, knowledge }) => {
    try {
      known = knowledge ?? known;
      const now = "whole" in document ? document.whole : told(last, document.difference);
      last = now;
      return { number, problems: validate(now, known) };
    } catch (error) {
      // what was asked meanwhile differs from a flow that may not be the one that is held: whoever asks next tells it whole
      last = null;
      return { number, error: error instanceof Error ? error.message : String(error) };
    }
  };
}

function told(last: FlowDocument | null, difference: Difference): FlowDocument {
  if (!last) throw new Error("what was told differs from a flow that is not known here");
  return withDifference(last, difference);
}
