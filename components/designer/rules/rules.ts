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
  terminate: () => void;
};

type Waiting = {
  document: FlowDocument;
  knowledge: Knowledge;
  resolve: (problems: Promise<readonly Problem[]> | readonly Problem[]) => void;
  reject: (error: Error) => void;
};

/** A browser may end a thread without a word, for want of memory. The largest flow takes a second where everything is slow, ms. */
const PATIENCE_MS = 30_000;

/**
 * @param open a thread; null where none can be had
 * @param here checks on the page itself: where no thread can be had, and for all that was asked when one does not load
 * @param patience after so long without a word a thread is given up, ms. Not checked here then: what keeps a thread busy would stop the page
 */
export function askThread(open: () => Thread | null, here: Rules["check"], patience = PATIENCE_MS): Rules {
  let current: Talk | null = null;
  let isRefused = false;

  const begin = (): Talk | null => {
    const thread = open();
    if (!thread) {
      isRefused = true;
      return null;
    }
    const end = () => {
      if (current === talk) current = null;
    };
    const talk = talkTo(thread, {
      patience,
      onSilence: end,
      onGone: (left) => {
        end();
        isRefused = true;
        for (const { document, knowledge, resolve } of left) resolve(here(document, knowledge));
      },
    });
    return talk;
  };

  return {
    check: (document, knowledge) => {
      if (!isRefused) current ??= begin();
      return current ? current(document, knowledge) : here(document, knowledge);
    },
  };
}

type Talk = Rules["check"];

function talkTo(
  thread: Thread,
  { patience, onSilence, onGone }: { patience: number; onSilence: () => void; onGone: (left: readonly Waiting[]) => void },
): Talk {
  const waiting = new Map<number, Waiting>();
  let told: { document: FlowDocument; knowledge: Knowledge } | null = null;
  let number = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const giveUp = () => {
    thread.terminate();
    onSilence();
    for (const { reject } of waiting.values()) reject(new Error("the rules did not answer"));
    waiting.clear();
  };
  const watch = () => {
    clearTimeout(timer);
    if (waiting.size > 0) timer = setTimeout(giveUp, patience);
  };

  thread.addEventListener("message", ({ data }) => {
    const asked = waiting.get(data.number);
    waiting.delete(data.number);
    watch();
    if ("problems" in data) return asked?.resolve(data.problems);
    // it does not hold what it was told last
    told = null;
    asked?.reject(new Error(data.error));
  });
  thread.addEventListener("error", () => {
    const left = [...waiting.values()];
    waiting.clear();
    watch();
    onGone(left);
  });

  return (document, knowledge) => {
    number += 1;
    const answer = new Promise<readonly Problem[]>((resolve, reject) => waiting.set(number, { document, knowledge, resolve, reject }));
    const asked: Asked = {
      number,
      document: told ? { difference: differenceOf(told.document, document) } : { whole: document },
      knowledge: told?.knowledge === knowledge ? null : knowledge,
    };
    told = { document, knowledge };
    if (waiting.size === 1) watch();
    thread.postMessage(asked);
    return answer;
  };
}

export function startRules(): Rules {
  return askThread(ownThread, async (document, knowledge) => {
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
