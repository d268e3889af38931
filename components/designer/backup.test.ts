import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { type Backup, type BackupStore, localBackup } from "./backup.ts";

const steps = ["a", "b", "c"].map((id) => ({ id, type: "map", name: `Step "${id}"`, config: { fields: [{ name: "x", value: { $: "trigger.body" } }] } }));
const base: FlowDocument = { throughline: 1, flow: { key: "orders", name: "Orders" }, steps, edges: [{ from: "a", to: "b" }], layout: { a: [0, 0] } };
const named = (name: string): FlowDocument => ({ ...base, steps: steps.map((step) => (step.id === "b" ? { ...step, name } : step)) });

/** A browser's storage: its keys are its own properties, and it counts what is written. */
function storage() {
  const written: Record<string, number> = {};
  const methods = {
    getItem: (key: string) => (Object.hasOwn(texts, key) ? String(Reflect.get(texts, key)) : null),
    setItem: (key: string, text: string) => {
      written[key] = (written[key] ?? 0) + 1;
      Reflect.set(texts, key, text);
    },
    removeItem: (key: string) => void Reflect.deleteProperty(texts, key),
  };
  const texts: object = Object.create(methods);
  vi.stubGlobal("localStorage", texts);
  return {
    keys: () => Object.keys(texts),
    writes: (start: string) => Object.entries(written).flatMap(([key, count]) => (key.startsWith(start) ? [count] : [])),
  };
}

const ORDERS = { flow: "orders", person: "hanna" };

let store: ReturnType<typeof storage>;
beforeEach(() => {
  vi.useFakeTimers();
  store = storage();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** As it is when its page goes. */
function settled(backup: BackupStore): BackupStore {
  const write = (draft: Backup) => {
    backup.write(draft);
    backup.settle();
  };
  return { ...backup, write };
}

test("a draft of another flow that cannot be read is no reason to lose this one", () => {
  settled(localBackup(ORDERS)).write({ document: named("Orders"), revision: 7, base, sent: null });
  localStorage.setItem("throughline:draft:hanna:other", "{ half a");
  expect(localBackup(ORDERS).read()?.document).toEqual(named("Orders"));
});

test("what was written reads back in the next page, whatever differs", () => {
  const backup = settled(localBackup(ORDERS));
  const documents = [base, named("\u00dcnwritten\n"), { ...base, steps: [], edges: [] }, { ...base, notes: [], flow: { key: "orders", name: "Renamed" } }];
  for (const sent of [null, base, named("Sent")])
    for (const document of documents) {
      backup.write({ document, revision: 7, base, sent });
      expect(localBackup(ORDERS).read()).toEqual({ document, revision: 7, base, sent });
    }
  // whoever else signs in at this browser finds nothing of it
  expect(localBackup({ ...ORDERS, person: "tomasz" }).read()).toBeNull();
  backup.clear();
  expect(localBackup(ORDERS).read()).toBeNull();
});

test("a flow is written down once, however many keys are typed and saved", () => {
  const backup = settled(localBackup(ORDERS));
  let saved = base;
  for (let key = 0; key < 20; key += 1) {
    const document = named(`Name ${key}`);
    backup.write({ document, revision: key, base: saved, sent: null });
    expect(localBackup(ORDERS).read()).toEqual({ document, revision: key, base: saved, sent: null });
    backup.clear();
    // another page of the same flow tidies up what no draft names: this one notices
    if (key === 10) localBackup(ORDERS).read();
    saved = document;
  }
  // its outline, its steps and its edges, twice
  expect(store.writes("throughline:anchor:")).toEqual([1, 1, 1, 1, 1, 1]);
});

test("a large flow is written down in turns, with the newest of what is drawn meanwhile", () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ id: `step_${index}`, type: "map", name: `Step ${index}`, config: { fields: [] } }));
  const whole: FlowDocument = { ...base, steps: many, edges: many.slice(1).map((step, index) => ({ from: `step_${index}`, to: step.id })) };
  const drawn = (name: string): FlowDocument => ({ ...whole, flow: { key: "orders", name } });
  const backup = localBackup(ORDERS);
  backup.write({ document: drawn("First"), revision: 1, base: whole, sent: null });
  let turns = 0;
  for (; turns < 100 && vi.getTimerCount() > 0; turns += 1) {
    // nobody reads half a flow
    expect(localStorage.getItem("throughline:draft:hanna:orders")).toBeNull();
    const before = store.keys().length;
    vi.advanceTimersToNextTimer();
    expect(store.keys().length - before).toBeLessThanOrEqual(2);
    if (turns === 5) backup.write({ document: drawn("Second"), revision: 1, base: whole, sent: null });
  }
  expect(turns).toBeGreaterThan(8);
  expect(localBackup(ORDERS).read()).toEqual({ document: drawn("Second"), revision: 1, base: whole, sent: null });
});

test("what was given up half written is written when there is something to keep again", () => {
  const backup = localBackup(ORDERS);
  backup.write({ document: named("Taken back"), revision: 1, base, sent: null });
  backup.clear();
  vi.runAllTimers();
  expect(localStorage.getItem("throughline:draft:hanna:orders")).toBeNull();
  backup.write({ document: named("Kept"), revision: 1, base, sent: null });
  vi.runAllTimers();
  expect(localBackup(ORDERS).read()?.document).toEqual(named("Kept"));
});

test("when most of it has become another, it is written anew", () => {
  const backup = settled(localBackup(ORDERS));
  const large = (text: string): FlowDocument => ({ ...base, steps: steps.map((step) => ({ ...step, notes: text.repeat(20_000) })) });
  backup.write({ document: base, revision: 1, base, sent: null });
  backup.write({ document: large("Abc"), revision: 2, base: large("Xyz"), sent: null });
  expect(localBackup(ORDERS).read()).toEqual({ document: large("Abc"), revision: 2, base: large("Xyz"), sent: null });
  expect(store.keys()).toHaveLength(4);
});

test("a storage that has no room for it anew still has what was there", () => {
  const backup = settled(localBackup(ORDERS));
  const large = (text: string): FlowDocument => ({ ...base, steps: steps.map((step) => ({ ...step, notes: text.repeat(20_000) })) });
  backup.write({ document: named("Kept"), revision: 1, base, sent: null });
  const { setItem } = localStorage;
  Object.setPrototypeOf(localStorage, {
    ...Object.getPrototypeOf(localStorage),
    setItem: (key: string, text: string) => {
      if (text.length > 50_000) throw new Error("The quota has been exceeded.");
      setItem(key, text);
    },
  });
  backup.write({ document: large("Abc"), revision: 2, base: large("Xyz"), sent: null });
  expect(localBackup(ORDERS).read()?.document).toEqual(named("Kept"));
});

test("a page that goes leaves nothing behind but what is not saved", () => {
  const [left, gone] = [settled(localBackup(ORDERS)), settled(localBackup({ ...ORDERS, flow: "invoices" }))];
  left.write({ document: named("Unsaved"), revision: 1, base, sent: null });
  gone.write({ document: named("Saved"), revision: 1, base, sent: null });
  gone.clear();
  left.release();
  gone.release();
  expect(store.keys()).toHaveLength(4);
  expect(localBackup(ORDERS).read()?.document).toEqual(named("Unsaved"));
});

test("what another product wrote there is not taken for a draft, and a storage that is full or forbidden holds nobody up", () => {
  localStorage.setItem(
    "throughline:draft:orders",
    JSON.stringify({ anchor: "throughline:anchor:orders:gone", revision: 1, document: {}, base: {}, sent: null }),
  );
  expect(localBackup(ORDERS).read()).toBeNull();
  vi.stubGlobal("localStorage", {
    setItem: () => {
      throw new Error("The quota has been exceeded.");
    },
  });
  const backup = localBackup(ORDERS);
  expect(() => backup.write({ document: base, revision: 1, base, sent: null })).not.toThrow();
  expect(() => vi.runAllTimers()).not.toThrow();
});
