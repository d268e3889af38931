import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test } from "vitest";
import { askAgain } from "./ask-again.ts";

const DRAFT = [["flows", "draft"], { input: { flow: "won" } }];
const LIST = [["flows", "list"]];
const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } });

let close: (() => void)[] = [];
afterEach(() => {
  for (const each of close) each();
  close = [];
  queries.clear();
});

/** A screen that shows it: how often it has asked, and how its questions are answered. */
function shown(queryKey: readonly unknown[]) {
  const asked: ((answer: { revision: number } | Error) => void)[] = [];
  const observer = new QueryObserver(queries, {
    queryKey,
    queryFn: () =>
      new Promise<{ revision: number }>((resolve, reject) => {
        asked.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
  });
  close.push(observer.subscribe(() => undefined));
  return {
    asked,
    answer: (at: number, answer: { revision: number } | Error) => asked[at]?.(answer),
    revision: () => observer.getCurrentResult().data?.revision,
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const heard = (revision: number) => askAgain({ queries, keys: [[["flows"]]], drafts: [{ queryKey: DRAFT, revision }] });

test("a draft that the page has read since it was saved is not read a second time; the list is", async () => {
  const draft = shown(DRAFT);
  const list = shown(LIST);
  draft.answer(0, { revision: 7 });
  list.answer(0, { revision: 0 });
  await settled();
  heard(7);
  expect([draft.asked.length, list.asked.length]).toEqual([1, 2]);
  heard(8);
  expect(draft.asked).toHaveLength(2);
});

test("one that is on its way is not asked for again when it comes with what was told", async () => {
  const draft = shown(DRAFT);
  draft.answer(0, { revision: 6 });
  await settled();
  // opened a second time: what an earlier visit left is shown while it is asked
  void queries.refetchQueries({ queryKey: DRAFT });
  heard(7);
  expect(draft.asked).toHaveLength(2);
  draft.answer(1, { revision: 7 });
  await settled();
  expect(draft.asked).toHaveLength(2);
  expect(draft.revision()).toBe(7);
});

test("one that is on its way and comes as it was before is asked for again", async () => {
  const draft = shown(DRAFT);
  heard(7);
  expect(draft.asked).toHaveLength(1);
  draft.answer(0, { revision: 6 });
  await settled();
  expect(draft.asked).toHaveLength(2);
  draft.answer(1, { revision: 7 });
  await settled();
  expect(draft.revision()).toBe(7);
});

test("one that could not be read is not asked for by itself", async () => {
  const draft = shown(DRAFT);
  heard(7);
  draft.answer(0, new Error("away"));
  await settled();
  expect(draft.asked).toHaveLength(1);
});
