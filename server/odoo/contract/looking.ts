import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import type { OdooPort } from "#flow/ports.ts";
import { testOdoo } from "../test-odoo.ts";
import { ENVIRONMENT } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function looking({ guard, source, port, metadata, options, key, unique, search, read, createOne, edit, upsert }: ContractWorld): void {
  describe("reading and calling", () => {
    it("finds by conditions, in order, page by page", async () => {
      const ref = `S-${randomUUID()}`;
      const records = ["a", "b", "c"].map((letter) => ({
        externalId: `${ref}/${letter}`,
        values: { name: `${ref} ${letter}`, ref, is_company: letter === "b" },
      }));
      await port.create({ connection: "odoo", model: "res.partner", records }, options());
      const domain: Json[] = ["&", ["ref", "=", ref], "|", ["is_company", "=", true], ["name", "ilike", `${ref} c`]];
      expect((await search("res.partner", domain, ["name"])).map((each) => each.name)).toEqual([`${ref} b`, `${ref} c`]);
      const page = { connection: "odoo", model: "res.partner", domain: [["ref", "=", ref]], fields: ["name"], order: "name desc", limit: 1, offset: 1 };
      expect((await port.search(page, options())).records).toMatchObject([{ id: expect.any(Number), name: `${ref} b` }]);
    });

    it("reads on by id, upwards and downwards, without records that are archived", async () => {
      const ids: number[] = [];
      for (let count = 0; count < 5; count += 1) ids.push((await createOne({ externalId: key(), values: { name: unique("Paged") } })).id);
      const [first = 0, second = 0, third = 0, fourth = 0, last = 0] = ids;
      await edit(third, { active: false });
      const pageBy = async (domain: Json[], order: string) => {
        const call = { connection: "odoo", model: "res.partner", domain, fields: ["name"], order, limit: 2 };
        return (await port.search(call, options())).records.map((each) => each.id).filter((id) => typeof id === "number" && ids.includes(id));
      };
      const all: Json[] = [["id", "<=", last]];
      expect(await pageBy([...all, ["id", ">", first]], "id asc")).toEqual([second, fourth]);
      expect(await pageBy([...all, ["id", ">", fourth]], "id asc")).toEqual([last]);
      expect(await pageBy([...all, ["id", "<", fourth]], "id desc")).toEqual([second, first]);
    });

    it("calls methods of a model and of records", async () => {
      const { id } = await createOne({ externalId: key(), values: { name: unique("Called") } });
      expect(await port.call({ connection: "odoo", model: "res.partner", method: "search_count", args: { domain: [["id", "=", id]] } }, options())).toBe(1);
      expect(await edit(id, { city: "Lund" })).toBe(true);
    });

    it("describes models and fields as the designer shows them", async () => {
      const models = await metadata.models({ environment: ENVIRONMENT, connection: "odoo" });
      expect(models.map((each) => each.model)).toEqual(expect.arrayContaining(["res.partner", "project.project", "sale.order", "crm.lead"]));
      const fields = await metadata.fields({ environment: ENVIRONMENT, connection: "odoo", model: "project.project" });
      const named = new Map(fields.map((field) => [field.name, field]));
      expect(named.get("name")).toMatchObject({ type: "char", required: true, label: "Name" });
      expect(named.get("partner_id")).toMatchObject({ type: "many2one", relation: "res.partner" });
      const partner = await metadata.fields({ environment: ENVIRONMENT, connection: "odoo", model: "res.partner" });
      expect(partner.find((field) => field.name === "type")?.selection).toContainEqual(["invoice", "Invoice"]);
      expect(partner.find((field) => field.name === "is_company")).toMatchObject({ type: "boolean" });
      expect(partner.find((field) => field.name === "child_ids")).toMatchObject({ type: "one2many", relation: "res.partner", inverse: "parent_id" });
    });
  });

  describe("describing methods", () => {
    const methodsOf = (model: string, connection = "odoo") => metadata.methods({ environment: ENVIRONMENT, connection, model });

    it("tells public methods with what they take, where the protocol has a way to ask", async () => {
      const orders = await methodsOf("sale.order");
      const { config } = await source.get({ key: "odoo" });
      if (config.protocol === "json-rpc") return expect(orders).toEqual({ kind: "untold", why: "server" });
      if (orders.kind !== "told") throw new Error("The methods were to be told.");
      const named = new Map(orders.methods.map((method) => [method.name, method]));
      expect(named.get("action_confirm")).toMatchObject({ isOwn: true, ofRecords: true, parameters: [], app: "sale", doc: expect.stringContaining("Confirm") });
      expect(named.get("search_count")).toMatchObject({ isOwn: false, ofRecords: false, isOpen: false });
      expect(named.get("search_count")?.parameters).toMatchObject([
        { name: "domain", required: true },
        { name: "limit", required: false, default: null },
      ]);
      expect(named.get("message_post")).toMatchObject({ isOpen: true, app: "mail" });
      expect(named.has("_compute_display_name")).toBe(false);
    });

    it("knows none of a model that is not there, and says what keeps it from asking", async () => {
      const { config } = await source.get({ key: "odoo" });
      expect(await methodsOf("no.such.model")).toEqual({ kind: "untold", why: "server" });
      if (config.protocol !== "json-rpc") await expect(methodsOf("sale.order", "nobody")).rejects.toMatchObject({ code: "odoo.unreachable" });
    });
  });

  describe("previewing", () => {
    const preview = (q: Partial<Parameters<OdooPort["preview"]>[0]> & Pick<Parameters<OdooPort["preview"]>[0], "kind" | "values">) =>
      port.preview({ connection: "odoo", model: "res.partner", ...q }, options());

    it("shows what would be made, names records by their names, and makes nothing", async () => {
      const customer = await createOne({ externalId: key(), values: { name: unique("Customer"), is_company: true } });
      const name = unique("Preview");
      const shown = await preview({ kind: "create", model: "project.project", externalId: key(), values: { name, partner_id: customer.id } });
      expect(shown).toMatchObject({ modelLabel: "Project", action: "create" });
      expect(shown.fields).toMatchObject([
        { name: "name", label: "Name", type: "char", before: null, after: name },
        { name: "partner_id", label: "Customer", before: null, after: expect.stringContaining("Customer") },
      ]);
      expect(await search("project.project", [["name", "=", name]], ["name"])).toEqual([]);
    });

    it("shows only what would change, and nothing where nothing would", async () => {
      const match = { kind: "external-id" as const, key: randomUUID() };
      const name = unique("Held");
      const { id } = await upsert({ match, values: { name, city: "Oslo" } });
      const q = { kind: "upsert" as const, match, externalId: `author:${match.key}` };
      expect(await preview({ ...q, values: { name, city: "Bergen" } })).toMatchObject({
        action: "update",
        record: { id, name },
        fields: [{ name: "city", before: "Oslo", after: "Bergen" }],
      });
      expect(await preview({ ...q, values: { name, city: "Oslo" } })).toMatchObject({ action: "none", record: { id }, fields: [] });
      expect(await read("res.partner", id, ["city"])).toMatchObject({ city: "Oslo" });
    });

    it("shows ids that do not exist yet as new", async () => {
      const shown = await preview({ kind: "create", model: "project.project", externalId: key(), values: { name: "P", partner_id: { $new: "cust" } } });
      expect(shown.fields.find((field) => field.name === "partner_id")?.after).toEqual({ $new: "cust" });
    });

    it("says so where Odoo cannot be read", async () => {
      const shown = await preview({ kind: "create", connection: "nobody", externalId: key(), values: { name: "P" } });
      expect(shown).toMatchObject({ action: "create", fields: [{ name: "name", after: "P" }], unread: expect.stringContaining("could not be read") });
    });
  });

  describe("testing the connection", () => {
    const test = async (connection: string) => testOdoo({ guard })(await source.get({ key: connection }));

    it("tells who we are, where", async () => {
      const result = await test("odoo");
      expect(result.checks.filter((check) => !check.ok)).toEqual([]);
      expect(result).toMatchObject({ ok: true, identity: { name: expect.any(String), login: expect.any(String), version: expect.stringMatching(/^19/) } });
    });

    it("says what is wrong and what to do", async () => {
      const failed = async (connection: string) => (await test(connection)).checks.find((check) => !check.ok);
      expect(await failed("wrong-key")).toMatchObject({ name: "API key", fix: expect.stringContaining("API Key") });
      expect(await failed("wrong-database")).toMatchObject({ name: "Database", message: expect.stringContaining("no_such_database") });
      expect(await failed("nobody")).toMatchObject({ name: "Reachable", fix: expect.any(String) });
    });
  });
}
