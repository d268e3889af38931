import { describe, expect, test } from "vitest";
import { operationOf, refusalOf } from "./allowed.ts";
import type { Allowed } from "./allowed.ts";

const READ_EMAIL: Allowed = { model: "res.partner", operations: ["read"], fields: ["name", "email"] };
const WRITE: Allowed = { model: "res.partner", operations: ["create", "update"], fields: ["name", "email"] };
const call = (method: string, args = {}, model = "res.partner") => ({ model, method, args });

describe("a connection that allows some models", () => {
  test("refuses every other model, and says which", () => {
    expect(refusalOf([READ_EMAIL], call("search_read", { domain: [], fields: ["name"] }, "hr.employee"))).toEqual({
      model: "hr.employee",
      operation: "read",
      field: null,
    });
    expect(refusalOf([], call("read", { fields: ["name"] }))).toMatchObject({ model: "res.partner" });
  });

  test("refuses what is not allowed on a model that is", () => {
    expect(refusalOf([READ_EMAIL], call("write", { vals: { name: "x" } }))).toMatchObject({ operation: "update" });
    expect(refusalOf([READ_EMAIL], call("load", { fields: ["id", "name"], data: [] }))).toMatchObject({ operation: "create" });
    expect(refusalOf([WRITE], call("unlink"))).toMatchObject({ operation: "delete" });
    expect(refusalOf([WRITE], call("action_confirm"))).toMatchObject({ operation: "call" });
  });

  test("lets through what describes Odoo and who we are", () => {
    for (const method of ["fields_get", "has_access", "check_access_rights"]) expect(refusalOf([], call(method))).toBeNull();
    expect(refusalOf([], call("context_get", {}, "res.users"))).toBeNull();
    expect(refusalOf([], call("check_object_reference", {}, "ir.model.data"))).toBeNull();
    expect(refusalOf([], call("search_read", {}, "ir.model"))).toBeNull();
    expect(refusalOf([], call("unlink", {}, "ir.model.data"))).toMatchObject({ operation: "delete" });
  });

  test("lets what may be written be looked at, and several entries of one model add up", () => {
    expect(refusalOf([WRITE], call("search_read", { domain: [["email", "=", "a@b"]], fields: ["name"] }))).toBeNull();
    expect(refusalOf([READ_EMAIL, WRITE], call("write", { vals: { email: "x" } }))).toBeNull();
  });
});

describe("fields", () => {
  test("that are not in the list are neither read, nor written, nor looked by, nor sorted by", () => {
    const refused = (method: string, args: object) => refusalOf([READ_EMAIL, WRITE], call(method, args))?.field;
    expect(refused("read", { fields: ["vat"] })).toBe("vat");
    expect(refused("write", { vals: { email: "x", vat: "NO" } })).toBe("vat");
    expect(refused("create", { vals_list: [{ name: "a" }, { vat: "NO" }] })).toBe("vat");
    expect(refused("load", { fields: ["id", "name", "country_id/.id"], data: [] })).toBe("country_id");
    expect(refused("search", { domain: ["|", ["name", "=", "x"], ["parent_id.vat", "=", "NO"]] })).toBe("parent_id");
    expect(refused("search_read", { domain: [], fields: ["name"], order: "name asc, credit desc" })).toBe("credit");
  });

  test("cannot be got around by asking for all of them, or by another method that reads", () => {
    expect(refusalOf([READ_EMAIL], call("search_read", { domain: [] }))?.field).toBe("*");
    expect(refusalOf([READ_EMAIL], call("read", { fields: [] }))?.field).toBe("*");
    expect(refusalOf([READ_EMAIL], call("export_data", {}))?.field).toBe("*");
  });

  test("that every record has are always there, and an entry without a list allows all", () => {
    expect(refusalOf([READ_EMAIL], call("read", { fields: ["id", "write_date", "display_name", "name"] }))).toBeNull();
    expect(refusalOf([READ_EMAIL, { model: "res.partner", operations: ["read"] }], call("read", { fields: ["vat"] }))).toBeNull();
  });
});

describe("operations", () => {
  test("archiving is not updating", () => {
    const archive: Allowed = { model: "res.partner", operations: ["archive"] };
    expect(refusalOf([archive], call("write", { vals: { active: false } }))).toBeNull();
    expect(refusalOf([archive], call("action_archive"))).toBeNull();
    expect(refusalOf([archive], call("write", { vals: { active: false, name: "x" } }))).toMatchObject({ operation: "update" });
    expect(refusalOf([WRITE], call("write", { vals: { active: false } }))).toMatchObject({ operation: "archive" });
  });

  test("a method may be allowed by its name alone, or all of them", () => {
    const confirm: Allowed = { model: "sale.order", operations: ["action_confirm"] };
    expect(refusalOf([confirm], call("action_confirm", {}, "sale.order"))).toBeNull();
    expect(refusalOf([confirm], call("action_cancel", {}, "sale.order"))).toMatchObject({ operation: "call" });
    expect(refusalOf([{ model: "sale.order", operations: ["call"] }], call("action_cancel", {}, "sale.order"))).toBeNull();
  });

  test("names of Odoo's own that were stored before still count", () => {
    const before: Allowed = { model: "res.partner", operations: ["write", "unlink"] };
    for (const each of [call("write", { vals: { name: "x" } }), call("write", { vals: { active: false } }), call("unlink")])
      expect(refusalOf([before], each)).toBeNull();
    expect(operationOf("action_post")).toBe("call");
  });
});

describe("notes, activities and files", () => {
  const lead: Allowed = { model: "crm.lead", operations: ["message", "attach"] };

  test("are allowed with the record that they are about, and only there", () => {
    const note = (model: string) => ({ model: "mail.message", method: "load", args: { fields: ["id", "model", "body"], data: [["x", model, "Hi"]] } });
    expect(refusalOf([lead], note("crm.lead"))).toBeNull();
    expect(refusalOf([lead], note("hr.employee"))).toMatchObject({ model: "mail.message", operation: "create" });
    const activity = { model: "mail.activity", method: "load", args: { fields: ["id", "summary"], data: [["x", "Call"]] } };
    expect(refusalOf([lead], { ...activity, context: { default_res_model: "crm.lead" } })).toBeNull();
    expect(refusalOf([lead], { ...activity, context: { default_res_model: "hr.employee" } })).toMatchObject({ operation: "create" });
    expect(refusalOf([lead], { model: "ir.attachment", method: "create", args: { vals_list: [{ res_model: "crm.lead" }, { name: "stray" }] } })).toMatchObject({
      model: "ir.attachment",
    });
    expect(refusalOf([lead], call("message_post", {}, "crm.lead"))).toBeNull();
  });

  test("may be looked for, but not what files hold", () => {
    const find = (fields: string[]) => ({ model: "ir.attachment", method: "search_read", args: { domain: [], fields } });
    expect(refusalOf([lead], find(["name"]))).toBeNull();
    expect(refusalOf([lead], find(["datas"]))).toMatchObject({ model: "ir.attachment", operation: "read" });
    expect(refusalOf([READ_EMAIL], find(["name"]))).toMatchObject({ operation: "read" });
  });
});
