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
      if ("whole" in document) last = document.whole;
      else if (last) last = withDifference(last, document.difference);
      known = knowledge ?? known;
      return { number, problems: last ? validate(last, known) : [] };
    } catch (error) {
      return { number, error: error instanceof Error ? error.message : String(error) };
    }
  };
}
