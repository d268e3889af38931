import { describe, expect, it } from "vitest";
import type { Json } from "../document.ts";
import { evaluate } from "../expression/evaluate.ts";
import { shapeOf } from "../shape-of.ts";
import { connected } from "./connect.ts";
import { targetsOfContract } from "./contract-target.ts";
import { CONVERSIONS, conversionsFor, fits } from "./conversions.ts";
import { mappingsIn, rankedMappings } from "./earlier.ts";
import { entriesIn, withEntries } from "./entries.ts";
import { readMapped, readSource } from "./mapped.ts";
import { nearest, readsOf } from "./reads.ts";
import { seenOf } from "./seen.ts";
import { asKind, readCommands, writeCommands } from "./command-list.ts";
import { flat, itemTree, sourceTree } from "./source-tree.ts";
import { suggestionsFor } from "./suggest.ts";
import type { Target } from "./target.ts";
import { freeTarget, targetsOfModel } from "./target.ts";
import { meaningOf, wordsOf } from "./words.ts";

const language = { now: 0, seed: "run-1", step: "map" };
const body = {
  reference: "SO-1042",
  amount: "182000.50",
  amount_cents: 18_200_050,
  signed: "31.12.2026",
  createdAt: "2026-11-23T10:15:00Z",
  active: "yes",
  account: { id: 4711, name: "Ostara Logistics", mail: "post@ostara.example", postalCode: "0150", owner: { email: "ingrid.moen@halvorsen.example" } },
  tags: ["key account", "north"],
  lines: [
    { sku: "CONS", text: "Workshop", qty: 2 },
    { sku: "TRAVEL", text: "Travel", qty: 1 },
  ],
};
const trigger = { body };
const tree = () => sourceTree([{ path: ["trigger"], value: trigger, shape: shapeOf(trigger) }]);
const target = (name: string, type: Target["type"], more: Partial<Target> = {}): Target => ({ ...freeTarget(name), type, ...more });
const by = (id: string) => CONVERSIONS.find((each) => each.id === id)?.write ?? (() => "");

describe("conversions", () => {
  it.each<[string, string, Json]>([
    ["number", "trigger.body.amount", 182_000.5],
    ["minor-units", "trigger.body.amount_cents", 182_000.5],
    ["german-day", "trigger.body.signed", "2026-12-31"],
    ["day", "trigger.body.createdAt", "2026-11-23"],
    ["text", "trigger.body.account.id", "4711"],
    ["name", "trigger.body.account", "Ostara Logistics"],
    ["first", "trigger.body.tags", "key account"],
    ["joined", "trigger.body.tags", "key account, north"],
    ["first-name", "trigger.people", "Elin"],
    ["joined-names", "trigger.people", "Elin, Sam"],
    ["comma-number", "trigger.comma", 1234.5],
    ["whole", "trigger.half", 2],
    ["seconds", "trigger.seconds", "2026-11-23T10:15:00.000Z"],
    ["millis", "trigger.millis", "2026-11-23T10:15:00.000Z"],
  ])("%s of %s gives %j", async (id, place, value) => {
    const scope = {
      trigger: { ...trigger, people: [{ name: "Elin" }, { name: "Sam" }], comma: "1.234,50", half: 2.4, seconds: 1_795_428_900, millis: 1_795_428_900_000 },
    };
    expect(await evaluate(by(id)(place), scope, language)).toBe(value);
    const read = readSource(by(id)(place));
    // what only goes on from the place is a place itself
    expect(read).toEqual(read.kind === "path" ? { kind: "path", path: by(id)(place) } : { kind: "converted", path: place, by: id });
  });

  it("are offered where the types differ, the likeliest first, and nowhere else", () => {
    const offered = (value: Json, to: Target["type"], name = "x") => conversionsFor({ ...seenOf(value), name }, to).map((each) => each.id);
    expect(fits(seenOf("182000.50"), "number")).toBe(false);
    expect(offered("182000.50", "number")).toEqual(["number"]);
    expect(offered("1.234,50", "number")).toEqual(["comma-number"]);
    expect(offered("31.12.2026", "date")).toEqual(["german-day"]);
    expect(fits({ ...seenOf(18_200_050), name: "amount_cents" }, "number")).toBe(false);
    expect(offered(18_200_050, "number", "amount_cents")).toEqual(["minor-units"]);
    expect(fits(seenOf(182_000), "number")).toBe(true);
    expect(fits(seenOf("2026-11-23T10:15:00Z"), "datetime")).toBe(true);
    expect(offered("2026-11-23T10:15:00Z", "date")).toEqual(["day"]);
    expect(offered(["a", "b"], "text")).toEqual(["first", "joined"]);
    expect(offered({ id: 1, name: "Acme" }, "text")).toEqual(["name"]);
    expect(offered([{ name: "Acme" }], "text")).toEqual(["first-name", "joined-names"]);
    expect(fits(seenOf("Acme"), "text")).toBe(true);
  });
});

describe("a table of values", () => {
  it("says for each value of the source what it becomes, and what the others become", async () => {
    const run = (source: string, status?: string) => evaluate(source, { trigger: { status } }, language);
    const table = "$lookup({ 'won': 'sale', '1': 'sent' }, $string(trigger.status))";
    expect(readSource(table)).toMatchObject({ kind: "table", path: "trigger.status", otherwise: { kind: "leave-out" } });
    expect(await run(table, "won")).toBe("sale");
    expect(await run(table, "lost")).toBeUndefined();
    expect(readSource(`${table} ?? 'draft'`)).toMatchObject({ otherwise: { kind: "value", value: "draft" } });
    expect(await run(`${table} ?? 'draft'`, "lost")).toBe("draft");
    const stop = `${table} ?? $error('No value is mapped for ' & $string(trigger.status))`;
    expect(readSource(stop)).toMatchObject({ otherwise: { kind: "stop" } });
    await expect(run(stop, "lost")).rejects.toThrow("No value is mapped for lost");
  });
});

describe("lines", () => {
  it("are made from a list, also from a list of one and from none", async () => {
    const source =
      "[trigger.body.lines.{ 'name': text, 'product_id': { '$record': { 'by': 'default_code', 'value': sku } }, 'currency': $$.trigger.currency }]";
    expect(readSource(source)).toMatchObject({
      kind: "lines",
      of: "trigger.body.lines",
      fields: [
        { name: "name", value: { kind: "path", path: "text" } },
        { name: "product_id", value: { kind: "record", by: "default_code", value: { kind: "path", path: "sku" } } },
        { name: "currency", value: { kind: "path", path: "$$.trigger.currency" } },
      ],
    });
    const run = (lines: Json | undefined) => evaluate(source, { trigger: { currency: "EUR", body: lines === undefined ? {} : { lines } } }, language);
    expect(await run([{ text: "A", sku: "X" }])).toEqual([{ name: "A", product_id: { $record: { by: "default_code", value: "X" } }, currency: "EUR" }]);
    expect(await run(undefined)).toEqual([]);
  });
});

describe("related records", () => {
  it("are read with what they go without saying", () => {
    expect(readMapped({ $record: { by: "email", value: { $: "trigger.body.owner" } } })).toEqual({
      kind: "record",
      by: "email",
      onMissing: "fail",
      add: false,
      value: { kind: "path", path: "trigger.body.owner" },
    });
    expect(readMapped({ $record: { by: "email", colour: "red" } }).kind).toBe("literal");
  });
});

describe("the tree of what a step sees", () => {
  it("has a place for every value, and reads all items of a list at once", () => {
    const lines = flat(tree()).find((node) => node.text === "trigger.body.lines");
    expect(lines?.seen.kind).toBe("list");
    expect(lines?.children.map((node) => [node.text, node.seen.kind])).toEqual([
      ["trigger.body.lines.sku", "list"],
      ["trigger.body.lines.text", "list"],
      ["trigger.body.lines.qty", "list"],
    ]);
    const made = sourceTree([{ path: ["steps", "order"], value: { id: { $new: "order" } }, shape: { kind: "object", fields: { id: { kind: "number" } } } }]);
    expect(flat(made).map((node) => [node.text, node.seen.kind])).toEqual([
      ["steps.order", "object"],
      ["steps.order.id", "number"],
    ]);
    expect(lines && itemTree(lines).map((node) => [node.text, node.seen.kind])).toEqual([
      ["sku", "text"],
      ["text", "text"],
      ["qty", "number"],
    ]);
  });

  it("goes by shapes where there is no sample", () => {
    const nodes = sourceTree([
      { path: ["steps", "cust"], value: undefined, shape: { kind: "object", fields: { id: { kind: "number" }, "order line": { kind: "string" } } } },
    ]);
    expect(flat(nodes).map((node) => [node.text, node.seen.kind])).toEqual([
      ["steps.cust", "object"],
      ["steps.cust.id", "number"],
      ["steps.cust.`order line`", "text"],
    ]);
  });
});

describe("suggestions", () => {
  it("compares names as people do, in German and in English", () => {
    expect(wordsOf("postalCode")).toEqual(["postal", "code"]);
    expect(wordsOf("partner_id")).toEqual(["partner"]);
    expect(meaningOf(wordsOf("Kunde"))).toBe(meaningOf(wordsOf("customer")));
    expect(meaningOf(wordsOf("Straße"))).toBe(meaningOf(wordsOf("street")));
  });

  it("knows the same name, the label and the meaning, and is unsure where two are alike", () => {
    const targets = [
      target("reference", "text"),
      target("email", "text"),
      target("zip", "text"),
      target("amount_total", "number", { label: "Total" }),
      target("write_off", "number"),
      target("name", "text", { readonly: true }),
    ];
    const found = suggestionsFor({ targets, sources: tree(), earlier: [] });
    expect(found.get("reference")).toMatchObject({ value: { $: "trigger.body.reference" }, score: 1, because: "same name" });
    expect(found.get("zip")?.value).toEqual({ $: "trigger.body.account.postalCode" });
    expect(found.get("amount_total")?.value).toEqual({ $: "$number(trigger.body.amount)" });
    // the account's and the owner's: the one nearer to the top comes first
    expect(found.get("email")?.value).toEqual({ $: "trigger.body.account.owner.email" });
    expect(found.has("write_off")).toBe(false);
    expect(found.has("name")).toBe(false);
  });

  it("looks at a line's own fields before what stands outside the list", () => {
    const all = flat(tree());
    const lines = all.find((node) => node.name === "lines");
    const outside = all.filter((node) => node.text === "trigger.body.account.name").map((node) => ({ ...node, text: `$$.${node.text}` }));
    const targets = [target("name", "text", { label: "Text" }), target("qty", "number"), target("account_name", "text")];
    const found = suggestionsFor({ targets, sources: [...(lines ? itemTree(lines) : []), ...outside], earlier: [] });
    expect(found.get("name")).toMatchObject({ value: { $: "text" }, because: "same as Text" });
    expect(found.get("qty")?.value).toEqual({ $: "qty" });
    expect(found.get("account_name")?.value).toEqual({ $: "$$.trigger.body.account.name" });
  });

  it("puts first what other flows map to the same field, where its data is there", () => {
    const earlier = [
      { field: "name", value: { $: "trigger.body.nobody" }, flows: ["A", "B", "C"] },
      { field: "name", value: { $: "$trim(trigger.body.account.name)" }, flows: ["A", "B"] },
    ];
    expect(suggestionsFor({ targets: [target("name", "text")], sources: tree(), earlier }).get("name")).toMatchObject({
      value: { $: "$trim(trigger.body.account.name)" },
      because: "as in 2 flows",
    });
  });

  it("never takes a variable of the environment for data that came", () => {
    const sources = sourceTree([{ path: ["vars"], value: { company: "Halvorsen Partners" }, shape: { kind: "unknown" } }]);
    expect(suggestionsFor({ targets: [target("company_id", "record"), target("company", "text")], sources, earlier: [] }).size).toBe(0);
  });

  it("counts how many flows fill a field in the same way", () => {
    const flow = (name: string, values: Json) => ({
      name,
      mappings: mappingsIn(
        { throughline: 1, flow: { key: name, name }, steps: [{ id: "cust", type: "odoo.upsert", config: { model: "res.partner", values } }], edges: [] },
        "res.partner",
      ),
    });
    const flows = [flow("a", { name: { $: "x" }, is_company: true }), flow("b", { name: { $: "x" }, city: { $: "y" } }), flow("c", { $: "trigger.body" })];
    expect(rankedMappings(flows)).toEqual([
      { field: "name", value: { $: "x" }, flows: ["a", "b"] },
      { field: "city", value: { $: "y" }, flows: ["b"] },
    ]);
  });
});

describe("targets", () => {
  it("are the fields that can be filled: what Odoo fills by itself is not required", () => {
    const described = { label: "L", readonly: false, relation: null, selection: null, help: null, inverse: null, filled: false };
    const targets = targetsOfModel([
      { ...described, name: "id", type: "integer", required: false },
      { ...described, name: "name", type: "char", required: true },
      { ...described, name: "state", type: "selection", required: true },
      { ...described, name: "order_line", type: "one2many", required: false, readonly: true },
    ]);
    expect(targets.map((each) => [each.name, each.type, each.required, each.readonly])).toEqual([
      ["name", "text", true, false],
      ["state", "choice", false, false],
      ["order_line", "lines", false, false],
    ]);
    // what it fills in for this login is not missing
    const company = { ...described, name: "company_id", type: "many2one", required: true };
    expect(targetsOfModel([company]).map((each) => each.required)).toEqual([true]);
    expect(targetsOfModel([{ ...company, filled: true }]).map((each) => each.required)).toEqual([false]);
  });
});

describe("targets of a contract", () => {
  const schema: Json = {
    type: "object",
    required: ["id", "status"],
    properties: {
      id: { type: "string", title: "Project id", description: "Shared by all systems" },
      status: { enum: ["planned", "active"] },
      hours: { type: "integer" },
      due: { type: ["string", "null"], format: "date" },
      address: { $ref: "#/$defs/address" },
      lines: { type: "array", items: { type: "object", required: ["day"], properties: { day: { type: "string", format: "date" } } } },
      tags: { type: "array", items: { type: "string" } },
      either: { type: ["string", "number"] },
    },
    $defs: { address: { type: "object", properties: { city: { type: "string" }, parent: { $ref: "#/$defs/address" } } } },
  };

  it("are its fields with their types, choices and what is required, nested ones inside", () => {
    const targets = targetsOfContract(schema);
    expect(targets.map((each) => [each.name, each.type, each.required, each.inner?.length ?? 0])).toEqual([
      ["id", "text", true, 0],
      ["status", "choice", true, 0],
      ["hours", "integer", false, 0],
      ["due", "date", false, 0],
      ["address", "object", false, 2],
      ["lines", "lines", false, 1],
      ["tags", "list", false, 0],
      ["either", "any", false, 0],
    ]);
    expect(targets[0]).toMatchObject({ label: "Project id", help: "Shared by all systems" });
    expect(targets[1]?.choices).toEqual([
      ["planned", "planned"],
      ["active", "active"],
    ]);
  });

  it("take an object as an object, and a list as a list", () => {
    expect(fits(seenOf({ city: "Oslo" }), "object")).toBe(true);
    expect(fits(seenOf("Oslo"), "object")).toBe(false);
    expect(fits(seenOf(["a"]), "list")).toBe(true);
    const found = suggestionsFor({ targets: [target("account", "object"), target("tags", "list")], sources: tree(), earlier: [] });
    expect(found.get("account")?.value).toEqual({ $: "trigger.body.account" });
    expect(found.get("tags")).toMatchObject({ value: { $: "trigger.body.tags" }, score: 1 });
  });
});

describe("a line that is drawn", () => {
  const from = (text: string) => {
    const node = flat(tree()).find((each) => each.text === text);
    if (!node) throw new Error(`there is no ${text}`);
    return node;
  };

  it("names related records by what the source is, and takes ids as they are", () => {
    const country = target("country_id", "record", { relation: "res.country" });
    expect(connected(from("trigger.body.reference"), country)).toMatchObject({ kind: "record", by: "name", value: { path: "trigger.body.reference" } });
    expect(connected(from("trigger.body.account.owner.email"), target("user_id", "record"))).toMatchObject({ kind: "record", by: "email" });
    expect(connected(from("trigger.body.account"), target("partner_id", "record"))).toMatchObject({ value: { path: "trigger.body.account.name" } });
    expect(connected(from("trigger.body.account.id"), target("partner_id", "record"))).toEqual({ kind: "path", path: "trigger.body.account.id" });
    expect(connected(from("trigger.body.lines.sku"), target("product_ids", "records"))).toMatchObject({ kind: "record", by: "default_code" });
  });

  it("makes a table where a choice or yes and no are called otherwise, and lines of a list", () => {
    const type = target("type", "choice", {
      choices: [
        ["contact", "Contact"],
        ["other", "Other"],
      ],
    });
    expect(connected(from("trigger.body.active"), type)).toMatchObject({ kind: "table", rows: [["yes", "contact"]] });
    expect(connected(from("trigger.body.active"), target("active", "boolean"))).toMatchObject({ kind: "table", rows: expect.arrayContaining([["no", false]]) });
    expect(connected(from("trigger.body.lines"), target("order_line", "lines"))).toEqual({ kind: "lines", of: "trigger.body.lines", fields: [] });
    expect(connected(from("trigger.body.amount"), target("note", "text"))).toEqual({ kind: "path", path: "trigger.body.amount" });
  });
});

describe("the entries of a setting", () => {
  it("change in place, in a record and in a list, and nothing else does", () => {
    expect(
      withEntries({ a: 1, b: { $: "x" } }, "record", [
        { name: "a", value: 2 },
        { name: "c", value: 3 },
      ]),
    ).toEqual({ a: 2, b: { $: "x" }, c: 3 });
    expect(withEntries({ a: 1, b: 2 }, "record", [{ name: "a", value: undefined }])).toEqual({ b: 2 });
    const list = [
      { name: "a", value: 1 },
      { name: "a", value: 2 },
      { name: "b", value: 3 },
    ];
    expect([...entriesIn(list, "list")]).toEqual([
      ["a", 1],
      ["b", 3],
    ]);
    expect(
      withEntries(list, "list", [
        { name: "a", value: 9 },
        { name: "c", value: 4 },
      ]),
    ).toEqual([{ name: "a", value: 9 }, list[1], list[2], { name: "c", value: 4 }]);
    expect(withEntries(undefined, "list", [{ name: "a", value: 1 }])).toEqual([{ name: "a", value: 1 }]);
  });
});

describe("where a line begins", () => {
  it("is what its value reads, and the nearest place in the tree", () => {
    expect(readsOf({ $: "$number(trigger.body.amount)" })).toEqual(["trigger.body.amount"]);
    expect(readsOf({ $: "trigger.body.a & ' ' & steps.map.b" })).toEqual(["trigger.body.a", "steps.map.b"]);
    expect(readsOf({ $record: { by: "name", value: { $: "trigger.body.country" } } })).toEqual(["trigger.body.country"]);
    expect(readsOf("fixed")).toEqual([]);
    const isKnown = (text: string) => ["trigger.body.lines.sku", "trigger.body"].includes(text);
    expect(nearest("trigger.body.lines[0].sku", isKnown)).toBe("trigger.body.lines.sku");
    expect(nearest("trigger.body.new.thing", isKnown)).toBe("trigger.body");
    expect(nearest("vars.x", isKnown)).toBeNull();
  });
});

describe("commands for a list of records", () => {
  const value = [[4, { $: "steps.tag.id" }], [6, 0, { $: "[1, 2]" }], [0, 0, { name: "x" }], [1, 7, { name: { $: "item.n" } }], [3, 8], [2, 9], [5]];

  it("are read as people say them, and written back as they were", () => {
    const read = readCommands(value);
    expect(read?.map((each) => each.kind)).toEqual(["link", "set", "create", "update", "unlink", "delete", "clear"]);
    expect(writeCommands(read ?? [])).toEqual(value);
  });

  it("are nothing but whole commands: ids, lines and pairs of a read stay what they are", () => {
    for (const other of [[], [1, 2], [{ name: "x" }], [[4]], [[5, 0, 0]], [[0, 0, 3]], [[7, "Acme"]], [[4, 1], 3]]) expect(readCommands(other)).toBeNull();
  });

  it("keep what they hold when they become another", () => {
    expect(asKind({ kind: "link", at: 7 }, "update")).toEqual({ kind: "update", at: 7, values: {} });
    expect(asKind({ kind: "update", at: 7, values: { name: "x" } }, "create")).toEqual({ kind: "create", values: { name: "x" } });
    expect(asKind({ kind: "clear" }, "set")).toEqual({ kind: "set", at: { $: "" } });
  });

  it("a name from outside never is more than a name in the place that is made of it", () => {
    const name = "a` & $string(vars) & `b";
    const [root] = sourceTree([{ path: ["trigger"], value: { [name]: { id: 1 } }, shape: { kind: "unknown" } }]);
    expect(root?.children[0]?.text).toBe(`$lookup(trigger, ${JSON.stringify(name)})`);
    expect(root?.children[0]?.children[0]?.text).toBe(`$lookup(trigger, ${JSON.stringify(name)}).id`);
  });
});
