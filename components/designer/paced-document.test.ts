import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { createDesignerStore } from "./store.ts";
import { pacedDocument } from "./paced-document.ts";

const document: FlowDocument = {
  throughline: 1,
  flow: { key: "orders", name: "Orders" },
  steps: [
    { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "keep", type: "map", config: { fields: [] } },
  ],
  edges: [{ from: "hook", to: "keep" }],
  layout: { hook: [0, 0], keep: [0, 120] },
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function begin() {
  const store = createDesignerStore({ document, revision: 1, updatedAt: "2026-11-29T08:00:00Z" });
  const paced = pacedDocument(store);
  const drawn: ("at once" | "calm")[] = [];
  const stop = paced.subscribe((isCalm) => void drawn.push(isCalm ? "calm" : "at once"));
  const name = (text: string) => store.edit((now) => ({ ...now, steps: now.steps.map((step) => (step.id === "keep" ? { ...step, name: text } : step)) }));
  return { store, paced, stop, name, drawn };
}

test("letters are drawn when they pause, once", () => {
  const { store, paced, name, drawn } = begin();
  for (const text of ["K", "Ke", "Kee", "Keep"]) {
    name(text);
    vi.advanceTimersByTime(100);
  }
  expect([drawn, paced.get().document]).toEqual([[], document]);
  vi.advanceTimersByTime(200);
  expect([drawn, paced.get().document]).toEqual([["calm"], store.get().document]);
});

test("what moves, comes or goes is drawn at once, with the letters that wait", () => {
  const { store, paced, name, drawn } = begin();
  name("Keep");
  store.edit((now) => ({ ...now, layout: { ...now.layout, keep: [0, 240] } }));
  expect([drawn, paced.get().document]).toEqual([["at once"], store.get().document]);
  name("Kept");
  store.edit((now) => ({ ...now, steps: now.steps.slice(0, 1), edges: [] }));
  expect([drawn, paced.get().document]).toEqual([["at once", "at once"], store.get().document]);
  vi.advanceTimersByTime(1_000);
  expect(drawn).toHaveLength(2);
});

test("what was written while nobody looked is seen by whoever looks again", () => {
  const { store, paced, stop, name } = begin();
  name("Keep");
  stop();
  let seen: FlowDocument | null = null;
  paced.subscribe(() => {
    seen = paced.get().document;
  });
  vi.advanceTimersByTime(1_000);
  expect(seen).toBe(store.get().document);
});

test("letters in a step of a frame's body are drawn when they pause; a step that comes into it is drawn at once", () => {
  const step = (id: string, name: string) => ({ id, type: "map", name, config: { fields: [] } });
  const each = (...steps: ReturnType<typeof step>[]) => ({
    id: "each",
    type: "each",
    config: { items: "trigger.body.lines", body: { steps, edges: steps.slice(1).map(({ id }) => ({ from: "one", to: id })) } },
  });
  const store = createDesignerStore({
    document: { ...document, steps: [...document.steps, each(step("one", "One"), step("two", "Two"))] },
    revision: 1,
    updatedAt: "",
  });
  const paced = pacedDocument(store);
  let drawn = 0;
  paced.subscribe(() => {
    drawn += 1;
  });
  const put = (next: ReturnType<typeof each>) => store.edit((now) => ({ ...now, steps: now.steps.map((at) => (at.id === "each" ? next : at)) }));
  put(each(step("one", "On"), step("two", "Two")));
  expect(drawn).toBe(0);
  vi.advanceTimersByTime(300);
  expect(drawn).toBe(1);
  put(each(step("one", "On"), step("two", "Two"), step("three", "Three")));
  expect(drawn).toBe(2);
});

test("all who draw it are told in one go, and whoever comes later has what is drawn", () => {
  const { store, paced, name, drawn } = begin();
  const others: FlowDocument[] = [];
  vi.advanceTimersByTime(100);
  const stop = paced.subscribe(() => void others.push(paced.get().whole));
  name("Keep");
  vi.advanceTimersByTime(300);
  expect([drawn, others]).toEqual([["calm"], [store.get().whole]]);
  stop();
  name("Kept");
  vi.advanceTimersByTime(300);
  expect([drawn.length, others.length]).toEqual([2, 1]);
  const atOnce: string[] = [];
  paced.subscribeAtOnce(() => void atOnce.push("at once"));
  name("Keep it");
  vi.advanceTimersByTime(300);
  expect([atOnce, paced.get().document, paced.atOnce().document]).toEqual([[], store.get().document, document]);
});
