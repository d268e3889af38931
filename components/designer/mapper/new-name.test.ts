import { expect, test } from "vitest";
import { newName } from "./new-name.ts";

test("a field is called as the source it is made of, and otherwise where the name is taken", () => {
  expect(newName("trigger.body.supplier.name", new Set())).toBe("name");
  expect(newName("trigger.body.supplier.name", new Set(["name"]))).toBe("supplier_name");
  expect(newName("trigger.body.supplier.name", new Set(["name", "supplier_name"]))).toBe("name_2");
  expect(newName("trigger.body.lines[0].sku", new Set())).toBe("sku");
  expect(newName("trigger.headers.`content-type`", new Set())).toBe("content-type");
  expect(newName("item", new Set(["item"]))).toBe("item_2");
});
