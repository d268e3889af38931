import { describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { refusalOf } from "./allowed.ts";
import type { Allowed } from "./allowed.ts";
import { callsWithin } from "./allowed-lines.ts";
import { readFields } from "./fields.ts";
import type { OdooCall } from "./transport.ts";

const FIELDS: Record<string, Json> = {
  "sale.order": {
    partner_id: { type: "many2one", relation: "res.partner" },
    note: { type: "html" },
    custom: { type: "json" },
    tag_ids: { type: "many2many", relation: "crm.tag" },
    order_line: { type: "one2many", relation: "sale.order.line", relation_field: "order_id" },
  },
  "sale.order.line": {
    name: { type: "char" },
    price_unit: { type: "float" },
    product_id: { type: "many2one", relation: "product.product" },
    tax_ids: { type: "many2many", relation: "account.tax" },
    parts: { type: "one2many", relation: "sale.part", relation_field: "line_id" },
  },
};
const asked: string[] = [];
const fieldsOf = async (model: string) => {
  asked.push(model);
  return readFields(FIELDS[model] ?? {});
};
const ORDER: Allowed = { model: "sale.order", operations: ["create", "update"] };
const LINE: Allowed = { model: "sale.order.line", operations: ["create"], fields: ["name", "product_id"] };

async function refused(allow: Allowed[], method: string, args: Record<string, Json>, context: Record<string, Json> = {}) {
  const call: OdooCall = { model: "sale.order", method, args, context };
  const all = [call, ...(await callsWithin(call, fieldsOf))];
  return all.map((each) => refusalOf(allow, each)).find((refusal) => refusal !== null) ?? null;
}
const writing = (order_line: Json, allow = [ORDER]) => refused(allow, "write", { vals: { order_line } });

describe("lines inside values are judged by the list as the calls that would do the same", () => {
  test("lines that are made need create on their own model, and their fields are looked at", async () => {
    expect(await writing([[0, 0, { name: "x" }]])).toEqual({ model: "sale.order.line", operation: "create", field: null });
    expect(await writing([[0, 0, { name: "x" }]], [ORDER, LINE])).toBeNull();
    expect(await writing([[0, "virtual_1", { name: "x", price_unit: 1 }]], [ORDER, LINE])).toMatchObject({ model: "sale.order.line", field: "price_unit" });
    expect(await refused([ORDER, LINE], "create", { vals_list: [{ order_line: [{ price_unit: 1 }] }] })).toMatchObject({ field: "price_unit" });
    expect(await refused([ORDER], "copy", { default: { order_line: [[0, 0, {}]] } })).toMatchObject({ model: "sale.order.line", operation: "create" });
  });

  test("lines that are updated, deleted or moved need that right", async () => {
    expect(await writing([[1, 7, { name: "x" }]], [ORDER, LINE])).toMatchObject({ operation: "update" });
    expect(await writing([[2, 7]], [ORDER, LINE])).toMatchObject({ operation: "delete" });
    for (const value of [[[3, 7, 0]], [[4, 7]], [[5, 0, 0]], [[6, 0, [7]]], [7], false])
      expect(await writing(value, [ORDER, LINE])).toMatchObject({ model: "sale.order.line", operation: "update" });
  });

  test("what Python takes for a code is one", async () => {
    expect(await writing([[false, 0, { price_unit: 1 }]], [ORDER, LINE])).toMatchObject({ field: "price_unit" });
    expect(await writing([[true, 7, { name: "x" }]], [ORDER, LINE])).toMatchObject({ operation: "update" });
  });

  test("lines of lines are found at any depth", async () => {
    const deep = [[0, 0, { name: "x", parts: [[0, 0, { secret: 1 }]] }]];
    expect(await writing(deep, [ORDER, { ...LINE, fields: undefined }])).toMatchObject({ model: "sale.part", operation: "create" });
  });

  test("linking what is not the record's own takes nothing more, making it does", async () => {
    const tags = (tag_ids: Json) => refused([ORDER], "write", { vals: { tag_ids } });
    for (const value of [[[4, 7]], [[6, 0, [7]]], [7, 8], false]) expect(await tags(value)).toBeNull();
    expect(await tags([[0, 0, { name: "VIP" }]])).toMatchObject({ model: "crm.tag", operation: "create" });
  });

  test("tables with lines make and update them, by whatever they refer to them", async () => {
    const load = (fields: string[], allow = [ORDER, LINE]) => refused(allow, "load", { fields, data: [["a", "b", "c"]] }, { mode: "update", noupdate: true });
    expect(await load(["id", "order_line/id", "order_line/price_unit"], [ORDER])).toMatchObject({ model: "sale.order.line", operation: "create" });
    expect(await load(["id", "order_line/id", "order_line/name"])).toMatchObject({ operation: "update" });
    expect(await load(["id", "order_line/name"])).toBeNull();
    expect(await load(["id", "order_line/price_unit"])).toMatchObject({ field: "price_unit" });
    expect(await load(["id", "order_line/.id"])).toMatchObject({ model: "sale.order.line", operation: "update" });
    expect(await load(["id", "order_line/product_id/.id", "partner_id/.id", "tag_ids/.id"])).toBeNull();
  });

  test("what is no line asks nothing of Odoo", async () => {
    asked.length = 0;
    expect(await refused([ORDER], "write", { vals: { note: "x", partner_id: 7 } })).toBeNull();
    expect(asked).toEqual([]);
    expect(await refused([ORDER], "write", { vals: { custom: [[0, 0, { any: "thing" }]] } })).toBeNull();
  });
});

describe("load", () => {
  const loading = (fields: string[], data: Json[], context: Record<string, Json> = {}) =>
    refusalOf([{ model: "sale.order", operations: ["update"] }], { model: "sale.order", method: "load", args: { fields, data }, context })?.operation ?? null;

  test("by ids of Odoo's own updates, and makes a record only where a row has none", () => {
    expect(loading([".id", "note"], [[7, "x"]])).toBeNull();
    expect(
      loading(
        [".id", "note"],
        [
          [7, "x"],
          ["", "y"],
        ],
      ),
    ).toBe("create");
  });

  test("by external ids makes, and updates too unless it is told not to", () => {
    expect(loading(["id", "note"], [["a.b", "x"]])).toBe("create");
    const creating: Allowed[] = [{ model: "sale.order", operations: ["create"] }];
    const call = { model: "sale.order", method: "load", args: { fields: ["id"], data: [] } };
    expect(refusalOf(creating, call)).toMatchObject({ operation: "update" });
    expect(refusalOf(creating, { ...call, context: { mode: "update", noupdate: true } })).toBeNull();
  });
});
