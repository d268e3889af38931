import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import { sourceTree } from "#flow/mapping/source-tree.ts";
import { freeTarget } from "#flow/mapping/target.ts";
import { drawnLines, topOf } from "./drawn-lines.ts";
import { rowOf, sourceRows } from "./source-rows.ts";
import { missingRequired, shownRows, targetRows } from "./target-rows.ts";
import { inSight } from "./use-window.ts";

const trigger = { body: { account: { name: "Ostara", deep: { deeper: { mail: "post@ostara.example" } } }, lines: [{ sku: "A" }] } };
const nodes = sourceTree([{ path: ["trigger"], value: trigger, shape: { kind: "unknown" } }]);
const rowsOf = (q: Partial<Parameters<typeof sourceRows>[1]> = {}) => sourceRows(nodes, { folds: new Map(), search: "", ...q });

describe("the rows of the sources", () => {
  it("are unfolded as far as is read at a glance, lists by hand", () => {
    expect(rowsOf().map(({ node }) => node.text)).toEqual([
      "trigger",
      "trigger.body",
      "trigger.body.account",
      "trigger.body.account.name",
      "trigger.body.account.deep",
      "trigger.body.lines",
    ]);
    expect(
      rowsOf({
        folds: new Map([
          ["trigger.body.lines", true],
          ["trigger.body.account", false],
        ]),
      }).map(({ node }) => node.text),
    ).toEqual(["trigger", "trigger.body", "trigger.body.account", "trigger.body.lines", "trigger.body.lines.sku"]);
  });

  it("are what a search finds in names and values, with what it stands in", () => {
    expect(rowsOf({ search: "ostara.example" }).map(({ node }) => node.name)).toEqual(["trigger", "body", "account", "deep", "deeper", "mail"]);
  });

  it("give a place that is folded away the row around it", () => {
    expect(rowOf(rowsOf(), "trigger.body.account.deep.deeper.mail")).toBe(4);
    expect(rowOf(rowsOf(), "steps.other")).toBe(-1);
  });
});

describe("the rows of the fields", () => {
  const targets = [
    { ...freeTarget("note"), type: "text" as const },
    { ...freeTarget("partner_id"), type: "record" as const, required: true },
    { ...freeTarget("computed"), type: "text" as const, readonly: true },
  ];
  const values = new Map<string, Json>([
    ["note", "x"],
    ["gone", "y"],
  ]);
  const all = targetRows({ targets, values, suggestions: new Map(), first: new Set(["note"]), isDescribed: true });

  it("begin with what is required and what is mapped; fields that nobody knows are not lost", () => {
    expect(all.map(({ target }) => target.name)).toEqual(["partner_id", "note", "gone", "computed"]);
    expect(all.map(({ isKnown }) => isKnown)).toEqual([true, true, false, true]);
    expect(missingRequired(all).map((target) => target.name)).toEqual(["partner_id"]);
  });

  it("are filtered and searched, and what is open stays", () => {
    const names = (q: Partial<Parameters<typeof shownRows>[1]>) =>
      shownRows(all, { filter: "all", search: "", keep: null, ...q }).map(({ target }) => target.name);
    expect(names({ filter: "unmapped" })).toEqual(["partner_id"]);
    expect(names({ filter: "unmapped", keep: "note" })).toEqual(["partner_id", "note"]);
    expect(names({ filter: "mapped" })).toEqual(["note", "gone"]);
    expect(names({ search: "partner" })).toEqual(["partner_id"]);
  });
});

describe("lines", () => {
  it("are drawn for rows in sight, with the other end at the edge, and for no others", () => {
    const tree = rowsOf();
    const targets = Array.from({ length: 300 }, (_, index) => freeTarget(`f${index}`));
    const values = new Map<string, Json>(targets.map(({ name }) => [name, { $: "trigger.body.account.name" }]));
    const rows = targetRows({ targets, values, suggestions: new Map(), first: new Set(), isDescribed: true });
    const reads = new Map(targets.map(({ name }) => [name, { places: ["trigger.body.account.name"], isWorked: false }]));
    const draw = (source: number) =>
      drawnLines({
        tree,
        rows,
        reads,
        opened: null,
        windows: { source: { top: source, height: 280 }, target: { top: 460, height: 460 } },
        tops: { source: 0, target: 0 },
        lit: { source: null, target: "f12" },
      });
    // its source is out of sight: the ten fields in sight, and those that touch the edges
    expect(draw(1000).length).toBeLessThanOrEqual(11);
    expect(draw(1000).every((line) => line.from === 0)).toBe(true);
    expect(draw(1000).at(-1)?.look).toBe("lit");
    expect(topOf(3, { index: 1, height: 100 })).toBe(topOf(3, null) + 100);
    expect(inSight({ window: { top: 460, height: 460 }, count: 300, row: 46, open: null })).toEqual({ from: 4, to: 26 });
  });
});
