import { expect, test } from "vitest";
import type { LiveMessage } from "#server/app.ts";
import { createRecent } from "./recent.ts";

const run = (id: string): LiveMessage => ({ kind: "run", id, environment: "production", status: "succeeded", flow: "won" });

function hearing() {
  let time = 100_000;
  const recent = createRecent({ now: () => time });
  const later = (milliseconds: number) => {
    time += milliseconds;
  };
  const since = (age: number) => recent.since(age)?.map((message) => ("id" in message ? message.id : message.kind)) ?? null;
  return { recent, later, since };
}

test("a page is told what came since it was asked for, and a little more", () => {
  const { recent, later, since } = hearing();
  later(30_000);
  recent.add(run("long before"));
  later(10_000);
  recent.add(run("just before"));
  later(3_000);
  recent.add(run("while it loaded"));
  later(1_000);
  expect(since(2_000)).toEqual(["just before", "while it loaded"]);
});

test("where not all of it is known, nobody says that it is", () => {
  const { recent, later, since } = hearing();
  later(4_000);
  // this process did not listen yet
  expect(since(1_000)).toBeNull();
  later(60_000);
  expect(since(1_000)).toEqual([]);
  expect(since(61_000)).toBeNull();
  recent.forget();
  later(5_000);
  expect(since(1_000)).toBeNull();
  later(2_000);
  expect(since(1_000)).toEqual([]);
});

test("of very many only the last are kept, and the others are not said to be none", () => {
  const { recent, later, since } = hearing();
  later(50_000);
  for (let count = 0; count < 9_000; count += 1) {
    recent.add(run(String(count)));
    later(1);
  }
  expect(since(9_000)).toBeNull();
  expect(since(0)).toBeNull();
  later(4_000);
  expect(since(0)).toHaveLength(1_000);
});
