/** Asks the rules about a flow without holding up the page: in a thread of their own where the browser gives one, else here. */
import { differenceOf } from "#flow/difference.ts";
import type { FlowDocument } from "#flow/document.ts";
import type { Knowledge, Problem } from "#flow/problem.ts";
import type { Answered, Asked } from "./checker.ts";

export type Rules = { check: (document: FlowDocument, knowledge: Knowledge) => Promise<readonly Problem[]> };

/** What is used of a worker. */
export type Thread = {
  postMessage: (asked: Asked) => void;
  addEventListener: ((kind: "message", listener: (event: { data: Answered }) => void) => void) & ((kind: "error", listener: () => void) => void);
};

type Waiting = {
  document: FlowDocument;
  knowledge: Knowledge;
  resolve: (problems: Promise<readonly Problem[]> | readonly Problem[]) => void;
  reject: (error: Error) => void;
};

/** @param here checks on the page itself: where no thread can be had, and for all that was asked when one ended */
export function askThread(thread: Thread | null, here: Rules["check"]): Rules {
  const waiting = new Map<number, Waiting>();
  let told: { document: FlowDocument; knowledge: Knowledge } | null = null;
  let number = 0;
  let isGone = thread === null;

  thread?.addEventListener("message", ({ data }) => {
    const asked = waiting.get(data.number);
    waiting.delete(data.number);
    if ("problems" in data) asked?.resolve(data.problems);
    else asked?.reject(new Error(data.error));
  });
  thread?.addEventListener("error", () => {
    isGone = true;
    for (const { document, knowledge, resolve } of waiting.values()) resolve(here(document, knowledge));
    waiting.clear();
  });

  return {
    check: (document, knowledge) => {
      if (isGone || !thread) return here(document, knowledge);
      number += 1;
      const answer = new Promise<readonly Problem[]>((resolve, reject) => waiting.set(number, { document, knowledge, resolve, reject }));
      thread.postMessage({
        number,
        document: told ? { difference: differenceOf(told.document, document) } : { whole: document },
        knowledge: told?.knowledge === knowledge ? null : knowledge,
      });
      told = { document, knowledge };
      return answer;
    },
  };
}

export function startRules(): Rules {
  return askThread(ownThread(), async (document, knowledge) => {
    const { validate } = await import("#flow/validate.ts");
    return validate(document, knowledge);
  });
}

function ownThread(): Thread | null {
  try {
    return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  } catch {
    return null;
  }
}
