import { expect, test } from "vitest";
import { chosenWords, countWords, paceWords, stateSentence } from "./words.ts";

const preview = { runs: 12, willBegin: 10, unfinished: 1, repeated: 1, effects: [], lookedAt: 10 };

test("a preview says how many runs are replayed and why the others are not", () => {
  expect(countWords(preview)).toBe("10 of 12 runs will be replayed. 1 run has not ended and 1 run was repeated since: these are refused.");
  expect(countWords({ ...preview, runs: 1, willBegin: 1, unfinished: 0, repeated: 0 })).toBe("1 run will be replayed.");
  expect(countWords({ ...preview, runs: 0, willBegin: 0 })).toBe("No run matches.");
});

test("a rate says how long it takes until the last run begins", () => {
  expect(paceWords(1, 60)).toBe("All of them begin at once.");
  expect(paceWords(9, 60)).toBe("All of them begin within seconds.");
  expect(paceWords(301, 60)).toBe("The last one begins after about 5 min.");
});

test("a bulk replay says what is left of it, and that pausing stops none that began", () => {
  const counts = { runs: 9, pending: 2, started: 6, refused: 1 };
  expect(stateSentence({ state: "running", counts, ratePerMinute: 30 })).toBe("2 runs to go, 30 a minute.");
  expect(stateSentence({ state: "paused", counts, ratePerMinute: 30 })).toMatch(/^Paused: 2 runs wait until .* go on\.$/);
  expect(stateSentence({ state: "cancelled", counts, ratePerMinute: 30 })).toBe("Cancelled: 2 runs were not replayed.");
  expect(stateSentence({ state: "finished", counts: { ...counts, pending: 0 }, ratePerMinute: 30 })).toBe("Every run had its turn; 1 run was refused.");
});

test("a filter reads as it was set, and a selection as one", () => {
  expect(chosenWords(null)).toBe("Selected one by one");
  expect(chosenWords({ status: ["failed"], failureClass: "technical", flow: "crm-sync", search: "OP-" })).toBe(
    "failed · technical, of crm-sync, found by “OP-”",
  );
  expect(chosenWords({ status: ["waiting"], flow: "crm-sync", step: "push" })).toBe("waiting, at push, of crm-sync");
  expect(chosenWords({ from: "not a time" })).toBe("Every status, since not a time");
});
