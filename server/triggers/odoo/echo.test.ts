import { describe, expect, test } from "vitest";
import type { Change } from "./decide.ts";
import { judge } from "./echo.ts";
import type { OwnWrite } from "./echo.ts";

const change = (q: Partial<Change> = {}): Change => ({ kind: "updated", changed: ["stage_id"], old: null, origin: "o", ...q });
const write = (q: Partial<OwnWrite> = {}): OwnWrite => ({
  record_id: 7,
  is_new: false,
  fields: { stage_id: 3 },
  flow_id: "own",
  correlation_id: "c",
  hop: 2,
  began_at: new Date(0),
  ended_at: new Date(1),
  how: "record",
  ...q,
});
const of = (q: Partial<Parameters<typeof judge>[0]>) =>
  judge({ change: change(), values: { stage_id: [3, "Won"], name: "A" }, flowId: "own", isOurs: true, writes: [], ...q });
const news = (hop: number | null) => ({ kind: "news", cause: hop === null ? null : { correlationId: "c", hop } });

describe("a change that is found", () => {
  test("is an echo for the flow that wrote it, and the next in a chain for every other", () => {
    expect(of({ writes: [write()] })).toEqual({ kind: "echo" });
    expect(of({ flowId: "other", writes: [write()] })).toEqual(news(3));
    expect(of({ writes: [write({ flow_id: "other" }), write()] })).toEqual({ kind: "echo" });
  });

  test("of a person is news, though our flow wrote the record as well", () => {
    expect(of({})).toEqual(news(null));
    // another value than ours, another field than ours
    expect(of({ values: { stage_id: [4, "Lost"] }, writes: [write()] })).toMatchObject({ kind: "news" });
    expect(of({ change: change({ changed: ["stage_id", "name"] }), writes: [write()] })).toMatchObject({ kind: "news" });
    // where we cannot say what we wrote, the last to write must have been us
    expect(of({ isOurs: false, writes: [write({ fields: null })] })).toMatchObject({ kind: "news" });
    expect(of({ writes: [write({ fields: null })] })).toEqual({ kind: "echo" });
  });

  test("that made a record is ours where our flow made it", () => {
    const made = change({ kind: "created" });
    expect(of({ change: made, writes: [write({ is_new: true, fields: null })] })).toEqual({ kind: "echo" });
    expect(of({ change: made, isOurs: false, writes: [write({ is_new: true, fields: null })] })).toMatchObject({ kind: "news" });
    expect(of({ change: made, writes: [write()] })).toMatchObject({ kind: "news" });
  });

  test("by our user is looked at again while a call of ours is under way, and belongs to the chain of what a call did elsewhere", () => {
    const underWay = write({ record_id: null, how: "under-way", ended_at: null });
    expect(of({ writes: [underWay] })).toEqual({ kind: "later" });
    expect(of({ isOurs: false, writes: [underWay] })).toEqual(news(null));
    expect(of({ writes: [write({ record_id: 99, how: "around" })] })).toEqual(news(3));
    expect(of({ isOurs: false, writes: [write({ record_id: 99, how: "around" })] })).toEqual(news(null));
  });
});
