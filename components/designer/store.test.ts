import { expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { moveSteps, updateFlow } from "#flow/edit.ts";
import { merge } from "#flow/merge.ts";
import { createDesignerStore } from "./store.ts";
import { meet, put } from "./takeover.ts";

const document: FlowDocument = {
  throughline: 1,
  flow: { key: "x", name: "X" },
  steps: [{ id: "map", type: "map", config: { fields: [] } }],
  edges: [],
  layout: { map: [0, 0] },
};
const open = () => {
  let time = 0;
  const store = createDesignerStore({ document, revision: 3, updatedAt: "2026-11-23T10:00:00.000Z", now: () => time });
  return {
    store,
    pass: (ms: number) => {
      time += ms;
    },
    rename: (name: string, burst?: string) => store.edit((flow) => updateFlow(flow, { name }), burst ? { burst } : {}),
  };
};

test("every change can be undone and done again, two hundred of them too", () => {
  const { store, rename } = open();
  for (let number = 1; number <= 300; number += 1) rename(`X${number}`);
  for (let number = 0; number < 300; number += 1) store.undo();
  expect(store.get().document).toBe(document);
  for (let number = 0; number < 300; number += 1) store.redo();
  expect(store.get().document.flow.name).toBe("X300");
});

test("typing in one field is one step back, until there is a pause or another field", () => {
  const { store, rename, pass } = open();
  for (const name of ["A", "Ac", "Acm", "Acme"]) {
    rename(name, "name");
    pass(200);
  }
  pass(5_000);
  rename("Acme GmbH", "name");
  store.undo();
  expect(store.get().document.flow.name).toBe("Acme");
  store.undo();
  expect(store.get().document).toBe(document);
});

test("a change that changes nothing leaves no trace", () => {
  const { store } = open();
  store.edit((flow) => moveSteps(flow, { map: [0, 0] }));
  expect(store.get().past).toEqual([]);
  expect(store.get().saving.kind).toBe("saved");
});

test("what no longer exists is no longer selected", () => {
  const { store } = open();
  store.select(["map"]);
  store.edit((flow) => ({ ...flow, steps: [] }));
  expect(store.get().selection.steps).toEqual([]);
  store.undo();
  expect(store.get().selection.steps).toEqual(["map"]);
});

test("a save that comes back while somebody draws on leaves the newer change unsaved", () => {
  const { store, rename } = open();
  rename("A");
  const sent = store.get().document;
  rename("B");
  store.accept({ document: sent, revision: 4, at: "2026-11-23T10:01:00.000Z" });
  expect(store.get().saving.kind).toBe("pending");
  expect(store.get().saved.revision).toBe(4);
  store.accept({ document: store.get().document, revision: 5, at: "2026-11-23T10:01:01.000Z" });
  expect(store.get().saving.kind).toBe("saved");
});

test("what somebody else saved stays when one's own work is undone", () => {
  const { store, rename } = open();
  rename("Mine");
  const theirs = { document: moveSteps(updateFlow(document, { owner: "finance" }), { map: [40, 0] }), revision: 9, updatedBy: "Hanna", updatedAt: "" };
  expect(meet(store, theirs)).toBe("merged");
  expect(store.get()).toMatchObject({ whole: { flow: { name: "Mine", owner: "finance" } }, saved: { revision: 9 }, saving: { kind: "pending" } });
  store.undo();
  expect(store.get().whole).toMatchObject({ flow: { name: "X", owner: "finance" }, layout: { map: [40, 0] } });
  store.redo();
  expect(store.get().whole.flow).toMatchObject({ name: "Mine", owner: "finance" });
});

test("undo puts one's own entry and others' work together once, however often they have saved between", () => {
  const { store, rename } = open();
  let puts = 0;
  const counted: typeof put = (both) => {
    puts += 1;
    return put(both);
  };
  const watch = (owner: string) => {
    const { saved, whole } = store.get();
    const theirs = { document: updateFlow(saved.document, { owner }), revision: saved.revision + 1, updatedBy: "Hanna", updatedAt: "" };
    store.takeOver({ theirs, document: put({ base: saved.document, mine: whole, theirs: theirs.document }), put: counted, news: [] });
  };
  for (let number = 1; number <= 20; number += 1) {
    rename(`Mine ${number}`);
    store.accept({ document: store.get().whole, revision: number * 2, at: "" });
    watch(`sales ${number}`);
  }
  for (let number = 19; number >= 1; number -= 1) {
    store.undo();
    expect(store.get().whole.flow).toMatchObject({ name: `Mine ${number}`, owner: "sales 20" });
    expect(puts).toBe(20 - number);
  }
  store.undo();
  expect(store.get().whole.flow).toMatchObject({ name: "X", owner: "sales 20" });
  for (let number = 1; number <= 20; number += 1) store.redo();
  expect(store.get().whole.flow).toMatchObject({ name: "Mine 20", owner: "sales 20" });
  expect(puts).toBe(40);
});

test("what somebody else changed of one's own later stays as they left it when something else is undone", () => {
  const { store, rename } = open();
  rename("Mine");
  store.edit((flow) => updateFlow(flow, { domain: "billing" }));
  meet(store, { document: updateFlow(document, { owner: "sales" }), revision: 4, updatedBy: "Hanna", updatedAt: "" });
  store.accept({ document: store.get().whole, revision: 5, at: "" });
  meet(store, { document: updateFlow(store.get().whole, { name: "Theirs" }), revision: 6, updatedBy: "Hanna", updatedAt: "" });
  store.undo();
  expect(store.get().whole.flow).toEqual({ key: "x", name: "Theirs", owner: "sales" });
});

test("with nothing unsaved, theirs is taken, and the steps that changed are told", () => {
  const { store } = open();
  const theirs = {
    document: { ...document, steps: [{ id: "map", type: "map", name: "Customer", config: { fields: [] } }] },
    revision: 4,
    updatedBy: "Hanna",
    updatedAt: "",
  };
  expect(meet(store, theirs)).toBe("taken");
  expect(store.get()).toMatchObject({
    whole: theirs.document,
    saved: { revision: 4 },
    saving: { kind: "saved" },
    news: { by: "Hanna", steps: ["map"] },
    past: [],
  });
});

test("where both changed the same, a person chooses; the choice is one edit that can be undone, and undoing it drops nothing else of theirs", () => {
  const { store, rename } = open();
  rename("Mine");
  const theirs = { document: updateFlow(document, { name: "Theirs", owner: "finance" }), revision: 9, updatedBy: "Hanna", updatedAt: "" };
  expect(meet(store, theirs)).toBe("conflict");
  rename("Mine too");
  expect(store.get()).toMatchObject({ saving: { kind: "conflict" }, saved: { revision: 3 }, whole: { flow: { name: "Mine too" } } });
  const chosen = merge({ base: document, mine: store.get().whole, theirs: theirs.document }, { "flow name": "theirs" });
  store.resolve({ theirs, document: chosen.document, put });
  expect(store.get()).toMatchObject({ whole: { flow: { name: "Theirs", owner: "finance" } }, saved: { revision: 9 }, saving: { kind: "pending" } });
  store.undo();
  expect(store.get().whole.flow).toMatchObject({ name: "Mine too", owner: "finance" });
});

test("inside a frame, drawing changes its body; what is saved is the whole, and undo goes back through both", () => {
  const body = { steps: [{ id: "inner", type: "map", config: { fields: [] } }], edges: [] };
  const whole = { ...document, steps: [...document.steps, { id: "lines", type: "each", config: { items: [], concurrency: 1, onFailure: "stop", body } }] };
  const store = createDesignerStore({ document: whole, revision: 1, updatedAt: "2026-11-23T10:00:00.000Z" });
  store.enter("lines");
  expect(store.get().document.steps.map((step) => step.id)).toEqual(["inner"]);
  store.edit((shown) => ({ ...shown, steps: [...shown.steps, { id: "second", type: "map", config: { fields: [] } }] }), { select: ["second"] });
  expect(store.get()).toMatchObject({ frame: "lines", selection: { steps: ["second"] }, saving: { kind: "pending" } });
  expect(JSON.stringify(store.get().whole.steps.at(-1)?.config.body)).toContain("second");
  expect(store.get().whole.steps).toHaveLength(whole.steps.length);
  store.enter(null);
  expect(store.get().selection.steps).toEqual(["lines"]);
  store.undo();
  expect(store.get().whole).toBe(whole);
  expect(store.get().frame).toBe("lines");
});
