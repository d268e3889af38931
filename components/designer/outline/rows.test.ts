import { expect, test } from "vitest";
import type { Edge, Step } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { createOutlineRows, type OutlineRow, outlineRows, visibleRows } from "./rows.ts";

const map = (id: string): Step => ({ id, type: "map", config: { fields: [] } });
const branch = (id: string, yes: string, no: string): Step => ({ id, type: "branch", config: { cases: [{ port: yes, when: { $: "true" } }], else: no } });

/*  start ─▶ size ─large──▶ ask ─approved─▶ keep ─▶ every (note ─▶ send)
               └─small───────────────────▶ keep
                             ask ─rejected─▶ no ─▶ tell         */
const steps: Step[] = [
  { id: "start", type: "trigger.api", config: {} },
  branch("size", "large", "small"),
  { id: "ask", type: "approve", config: { title: "?", assignees: { roles: ["approver"] } } },
  map("no"),
  map("tell"),
  map("keep"),
  { id: "every", type: "each", config: { items: [], body: { steps: [map("note"), map("send")], edges: [{ from: "note", to: "send" }] } } },
];
const edges: Edge[] = [
  { from: "start", to: "size" },
  { from: "size", port: "large", to: "ask" },
  { from: "size", port: "small", to: "keep" },
  { from: "ask", port: "rejected", to: "no" },
  { from: "no", to: "tell" },
  { from: "ask", port: "approved", to: "keep" },
  { from: "keep", to: "every" },
];

const drawn = (rows: readonly OutlineRow[]) =>
  rows.map((row) => `${"  ".repeat(row.level - 1)}${row.kind === "step" ? stepName(row.step) : `${row.label}: ${row.leadsTo.join() || "-"}`}`);

test("an outcome stands under its step, what it alone leads to under the outcome, and what is inside a frame under the frame", () => {
  expect(drawn(outlineRows({ steps, edges }))).toEqual([
    "start",
    "size",
    "  small: keep",
    "  large: ask",
    "    ask",
    "      approved: keep",
    "      changes: -",
    "      expired: -",
    "      rejected: no",
    "        no",
    "        tell",
    "keep",
    "every",
    "  note",
    "  send",
  ]);
});

test("every row says where it is among its like, and a closed one hides what is under it", () => {
  const rows = outlineRows({ steps, edges });
  const at = (key: string) => rows.find((row) => row.key === key);
  expect(at("ask.rejected")).toMatchObject({ position: 4, size: 4, parent: "ask", hasChildren: true });
  expect(at("tell")).toMatchObject({ position: 2, size: 2, parent: "ask.rejected", hasChildren: false });
  expect(at("keep")).toMatchObject({ position: 3, size: 4, parent: null });
  expect(at("send")).toMatchObject({ frame: "every", parent: "every" });
  expect(drawn(visibleRows(rows, new Set(["size", "every"])))).toEqual(["start", "size", "keep", "every"]);
});

test("no step is told twice or left out, whatever is drawn", () => {
  const many = Array.from({ length: 60 }, (_, index) => (index % 4 === 1 ? branch(`s${index}`, "a", "b") : map(`s${index}`)));
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = (n: number) => Math.abs(Math.floor(Math.sin(seed * 31 + n * 17) * 60)) % 60;
    const wires = many.flatMap((_, index): Edge[] => {
      const from = `s${random(index)}`;
      return [{ from, to: `s${random(index + 100)}`, ...(random(index) % 4 === 1 ? { port: index % 2 ? "a" : "b" } : {}) }];
    });
    const rows = outlineRows({ steps: many, edges: wires });
    const keys = rows.map((row) => row.key);
    expect(new Set(keys).size, `seed ${seed}`).toBe(keys.length);
    expect(rows.filter((row) => row.kind === "step")).toHaveLength(many.length);
    const known = new Set<string>();
    for (const row of rows) {
      expect(row.parent === null || known.has(row.parent), `seed ${seed}: ${row.key}`).toBe(true);
      known.add(row.key);
    }
  }
});

test("while steps are written, rows come out as told from scratch, and those that say the same are the same", () => {
  const rowsOf = createOutlineRows();
  let now = steps;
  let last = rowsOf({ steps: now, edges });
  const rewrite = (id: string, change: (step: Step) => Step) => {
    now = now.map((step) => (step.id === id ? change(step) : step));
    const before = last;
    last = rowsOf({ steps: now, edges });
    expect(last).toEqual(outlineRows({ steps: now, edges }));
    return last.filter((row) => !before.includes(row)).map((row) => row.key);
  };
  expect(rewrite("tell", (step) => ({ ...step, name: "Tell them" }))).toEqual(["tell"]);
  // its name stands in the outcomes that lead to it
  expect(rewrite("keep", (step) => ({ ...step, name: "Keep it" }))).toEqual(["size.small", "ask.approved", "keep"]);
  expect(rewrite("size", (step) => ({ ...step, name: "How large?" }))).toEqual(["size", "size.small", "size.large"]);
  rewrite("size", () => branch("size", "huge", "small"));
  rewrite("size", () => branch("size", "large", "small"));
  rewrite("every", (step) => ({ ...step, config: { items: [], body: { steps: [{ ...map("note"), name: "Write" }], edges: [] } } }));
  rewrite("start", (step) => ({ ...step, name: "Begin" }));
});
