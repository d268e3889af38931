/**
 * A whole run as a naive reader of the words would take it through, one step at a time: what is computed comes before what is asked of
 * others, and of those the first drawn. Knows nothing of the engine; what it gives can be compared with what the engine recorded.
 */
import type { FlowDocument, Step } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import type { Graph } from "#flow/nested.ts";
import { bodyOf } from "#flow/nested.ts";
import { after, createPlace } from "./place.ts";
import type { At, Place } from "./place.ts";

/** How the other system answers the nth call of a step, for an item ("" outside). */
export type Answer = { ok: boolean; go: string };
export type Answers = (step: string, item: string, nth: number) => Answer;

export type Told = {
  status: string;
  code: string | null;
  /** step#visit@item status port, and what it gave */
  steps: string[];
  /** step@item, in the order in which the other system was asked */
  calls: string[];
};

type Seen = At & { item: string; gave: string };
/** A graph under way, for an item; what its steps gave, by name, latest last */
type Spot = { graph: Graph; place: Place; item: string; outer: Spot | null; visible: Set<string>; went: Map<string, string> };
type Frame = { at: At; step: Step; spot: Spot; next: number; active: Spot[]; succeeded: number; failed: number; code: string | null };

const LIMIT = 20;

export function interpret(document: FlowDocument, answers: Answers): Told {
  const calls: string[] = [];
  const gave: Seen[] = [];
  const done: Spot[] = [];
  const asked = new Map<string, number>();
  /** visits that an item of a frame has used in earlier passes */
  const used = new Map<string, number>();
  const trigger = document.steps[0]?.id ?? "";
  const main = spotOf({ graph: document, place: createPlace({ graph: document, trigger, firstVisit: 1, limit: LIMIT }), item: "", outer: null });
  let frames: Frame[] = [];

  function spotOf(q: Pick<Spot, "graph" | "place" | "item" | "outer">): Spot {
    const spot = { ...q, visible: new Set<string>(), went: new Map<string, string>() };
    done.push(spot);
    return spot;
  }

  function note(frame: Frame, { item, place }: Spot): void {
    const name = `${frame.step.id}@${item}`;
    used.set(name, Math.max(...place.log.map((line) => line.visit), used.get(name) ?? 0));
  }

  function stepOf(spot: Spot, id: string): Step {
    const step = spot.graph.steps.find((each) => each.id === id);
    if (!step) throw new Error(`no step ${id}`);
    return step;
  }

  function perform(spot: Spot, at: At): void {
    const step = stepOf(spot, at.step);
    const { place, item } = spot;
    place.begin(at);
    const succeed = (port: string, output = "") => {
      gave.push({ ...at, item, gave: output });
      spot.visible.add(at.step);
      place.succeed(at, port);
    };
    const fail = (code: string) => {
      if (spot.graph.edges.some((edge) => edge.from === at.step && portOf(edge) === "error")) spot.visible.add(at.step);
      place.fail(at, code);
    };
    if (step.type === "map") {
      const sees = [...new Set([...spot.visible, ...(spot.outer?.visible ?? [])])].sort().join(" ");
      succeed("out", (step.config.fields as unknown[]).length > 0 ? sees : "");
    } else if (step.type === "branch") {
      const go = spot.went.get(at.step.replace("_pick", "_ask")) ?? "";
      succeed((step.config.cases as { port: string }[]).some((each) => each.port === go) ? go : "none");
    } else if (step.type === "stop" && step.config.outcome === "failed") {
      fail("model.stopped");
    } else if (step.type === "stop") {
      succeed("out");
    } else if (step.type === "wait") {
      place.wait(at);
    } else if (step.type === "each") {
      frames.push({ at, step, spot, next: 0, active: [], succeeded: 0, failed: 0, code: null });
    } else {
      const name = `${at.step}@${item}`;
      calls.push(name);
      asked.set(name, (asked.get(name) ?? 0) + 1);
      const { ok, go } = answers(at.step, item, asked.get(name) ?? 1);
      spot.went.set(at.step, go);
      if (ok) succeed("out");
      else fail("http.unexpected_status");
    }
  }

  /** Items begin while there is room; one that has nothing left to do has ended. */
  function lookInto(frame: Frame): void {
    const body = bodyOf(frame.step);
    if (!body) throw new Error("a frame without a body");
    const items = (frame.step.config.items as string[]) ?? [];
    const stops = frame.step.config.onFailure !== "continue";
    const isOver = ({ place }: Spot) => place.over() !== null || place.ready().length + place.waiting().length + place.running().length === 0;
    for (;;) {
      for (const item of frame.active.filter(isOver)) {
        frame.active.splice(frame.active.indexOf(item), 1);
        const over = item.place.over();
        if (over?.status === "failed") {
          frame.failed += 1;
          frame.code ??= over.code;
        } else frame.succeeded += 1;
        note(frame, item);
      }
      const mayBegin = frame.next < items.length && !(stops && frame.failed > 0);
      if (!mayBegin || frame.active.length >= Number(frame.step.config.concurrency)) break;
      const item = items[frame.next] ?? "";
      frame.next += 1;
      const place = createPlace({ graph: body, trigger: null, firstVisit: (used.get(`${frame.step.id}@${item}`) ?? 0) + 1, limit: LIMIT });
      frame.active.push(spotOf({ graph: body, place, item, outer: frame.spot }));
    }
    if (frame.active.length > 0) return;
    frames = frames.filter((each) => each !== frame);
    if (frame.code !== null && stops) {
      const isWired = frame.spot.graph.edges.some((edge) => edge.from === frame.at.step && portOf(edge) === "error");
      if (isWired) frame.spot.visible.add(frame.at.step);
      frame.spot.place.fail(frame.at, frame.code);
      return;
    }
    gave.push({ ...frame.at, item: "", gave: `${frame.succeeded} ${frame.failed} ${items.length - frame.succeeded - frame.failed}` });
    frame.spot.visible.add(frame.at.step);
    frame.spot.place.succeed(frame.at, "out");
  }

  const isComputed = (spot: Spot, at: At) => ["map", "branch", "stop", "each"].includes(stepOf(spot, at.step).type);

  /** Goes on until nothing is left to do. */
  function goOn(start: Spot): void {
    for (;;) {
      for (const frame of frames.filter((each) => start.place.over() !== null || !each.spot.place.isWanted(each.at))) {
        frames = frames.filter((each) => each !== frame);
        frame.spot.place.cancel(frame.at);
        for (const item of frame.active) note(frame, item);
      }
      const before = frames.length;
      for (const frame of [...frames]) lookInto(frame);
      if (frames.length < before) continue;
      const ready = [start, ...frames.flatMap((frame) => frame.active)].flatMap((spot) => spot.place.ready().map((at) => ({ spot, at })));
      const next = ready.find(({ spot, at }) => isComputed(spot, at)) ?? ready[0];
      if (next) {
        perform(next.spot, next.at);
        continue;
      }
      const [waits] = start.place.waiting();
      if (!waits) return;
      start.visible.add(waits.step);
      start.place.succeed(waits, "out");
    }
  }

  main.place.begin({ step: trigger, visit: 1 });
  main.place.succeed({ step: trigger, visit: 1 }, "out");
  main.visible.add(trigger);
  goOn(main);
  if (main.place.over()?.status === "failed") takeBack();

  /** What had been done, the latest first, each step once and for its last visit. */
  function takeBack(): void {
    const succeeded = main.place
      .ended()
      .filter((at) => main.place.log.some((line) => line.step === at.step && line.visit === at.visit && line.status === "succeeded"));
    const taken = new Set<string>();
    for (const at of succeeded.reverse()) {
      const starts = document.edges.filter((edge) => edge.from === at.step && portOf(edge) === "compensate").map((edge) => edge.to);
      if (starts.length === 0 || taken.has(at.step)) continue;
      taken.add(at.step);
      const inside = after(document.edges, starts);
      const graph = {
        steps: document.steps.filter((step) => inside.has(step.id)),
        edges: document.edges.filter((edge) => inside.has(edge.from) && inside.has(edge.to)),
      };
      goOn(spotOf({ graph, place: createPlace({ graph, trigger: null, firstVisit: at.visit, limit: LIMIT }), item: "", outer: main }));
    }
  }

  const over = main.place.over();
  const lines = done.flatMap(({ place, item }) => place.log.map((line) => ({ ...line, item })));
  return {
    status: over?.status ?? "succeeded",
    code: over?.status === "failed" ? over.code : null,
    calls,
    steps: lines
      .map((line) => {
        const output = gave.find((each) => each.step === line.step && each.visit === line.visit && each.item === line.item)?.gave ?? "";
        return textOf({ ...line, output: line.status === "succeeded" ? output : "" });
      })
      .sort(),
  };
}

/** A step run as both sides write it. */
export function textOf(q: At & { item: string; status: string; port: string | null; output: string }): string {
  return `${q.step}#${q.visit}@${q.item} ${q.status} ${q.port ?? "-"} ${q.output}`.trimEnd();
}
