import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

const named = (by: string, value: Json, more: Record<string, Json> = {}): Json => ({ $record: { by, value, ...more } });

export function relating({ port, options, key, unique, search, read, createOne, edit, upsert }: ContractWorld): void {
  const resolve = (values: Record<string, Json>, more: { model?: string; isDry?: boolean; lookups?: string[]; connection?: string } = {}) =>
    resolveAll([values], more).then(([resolved]) => {
      if (resolved instanceof StepFailure) throw resolved;
      return resolved ?? {};
    });
  const resolveAll = (records: Record<string, Json>[], more: { model?: string; isDry?: boolean; lookups?: string[]; connection?: string } = {}) =>
    port.resolve(
      {
        connection: more.connection ?? "odoo",
        model: more.model ?? "res.partner",
        isDry: more.isDry ?? false,
        records: records.map((values) => ({ values, lookups: more.lookups ?? Object.keys(values) })),
      },
      options(),
    );

  describe("naming related records", () => {
    it("finds them by name, by a field, by external id and by a key of ours", async () => {
      const crm = randomUUID();
      const parent = await upsert({ match: { kind: "external-id", key: `crm ${crm}` }, values: { name: unique("Group"), is_company: true } });
      const [norway] = await search("res.country", [["code", "=", "NO"]], ["name"]);
      expect(await resolve({ country_id: named("name", "Norway"), city: "Oslo" })).toEqual({ country_id: norway?.id, city: "Oslo" });
      expect(await resolve({ country_id: named("code", "NO") })).toEqual({ country_id: norway?.id });
      expect(await resolve({ parent_id: named("key", `crm ${crm}`) })).toEqual({ parent_id: parent.id });
      const externalId = `__import__.${randomUUID()}`;
      await port.call(
        { connection: "odoo", model: "res.partner", method: "load", args: { fields: ["id", "name"], data: [[externalId, unique("Imported")]] } },
        options(),
      );
      const { parent_id: imported } = await resolve({ parent_id: named("external-id", externalId) });
      expect(typeof imported === "number" && (await read("res.partner", imported, ["name"])).name).toMatch(/^Imported/);
    });

    it("looks at capitals and spaces only where several would fit", async () => {
      const name = unique("Ostara Logistics");
      const { id } = await createOne({ externalId: key(), values: { name, email: "Post@Ostara.example" } });
      expect(await resolve({ parent_id: named("name", ` ${name.toUpperCase()} `) })).toEqual({ parent_id: id });
      const other = await createOne({ externalId: key(), values: { name: name.toUpperCase() } });
      expect(await resolve({ parent_id: named("name", name) })).toEqual({ parent_id: id });
      expect(await resolve({ parent_id: named("name", name.toUpperCase()) })).toEqual({ parent_id: other.id });
    });

    it("takes signs that mean something in a search as they are", async () => {
      const name = unique("100% _owned\\");
      const { id } = await createOne({ externalId: key(), values: { name } });
      await createOne({ externalId: key(), values: { name: name.replace("%", "x").replace("_", "y") } });
      expect(await resolve({ parent_id: named("name", name.toLowerCase()) })).toEqual({ parent_id: id });
    });

    it("fills lists, lines and commands, and leaves ids that are given", async () => {
      const tag = unique("Key account");
      const { id } = await createOne({ externalId: key(), model: "res.partner.category", values: { name: tag } });
      const [sweden] = await search("res.country", [["code", "=", "SE"]], ["name"]);
      expect(await resolve({ category_id: named("name", [tag]) })).toEqual({ category_id: [id] });
      expect(await resolve({ category_id: [7, named("name", tag)] })).toEqual({ category_id: [7, id] });
      expect(await resolve({ category_id: named("name", tag, { add: true }) })).toEqual({ category_id: [[4, id]] });
      expect(await resolve({ category_id: named("id", [id, 7], { add: true }) })).toEqual({
        category_id: [
          [4, id],
          [4, 7],
        ],
      });
      expect(await resolve({ category_id: [[4, named("name", tag)]] })).toEqual({ category_id: [[4, id]] });
      expect(
        await resolve({ child_ids: [{ name: "A", country_id: named("name", "Sweden") }, [0, 0, { name: "B", country_id: named("code", "SE") }]] }),
      ).toEqual({
        child_ids: [{ name: "A", country_id: sweden?.id }, [0, 0, { name: "B", country_id: sweden?.id }]],
      });
    });

    it("leaves a field out whose data is missing, and empties it where the data is empty", async () => {
      expect(await resolve({ name: "x", country_id: { $record: { by: "name" } } })).toEqual({ name: "x" });
      expect(await resolve({ country_id: named("name", null) })).toEqual({ country_id: false });
      expect(await resolve({ category_id: named("name", "") })).toEqual({ category_id: [] });
    });

    it("says of a missing record which it is and where it was wanted, or leaves the field out", async () => {
      expect(await failureOf(resolve({ country_id: named("name", "Ruritania") }))).toMatchObject({
        class: "business",
        kind: "not-found",
        code: "odoo.lookup_missing",
        message: expect.stringMatching(/^Country \(country_id\) of res\.partner: there is no country with the name Ruritania in /),
        where: { model: "res.partner", field: "country_id" },
        fix: expect.any(String),
      });
      expect(await resolve({ city: "Oslo", country_id: named("name", "Ruritania", { onMissing: "leave-out" }) })).toEqual({ city: "Oslo" });
      expect(await resolve({ category_id: [named("name", unique("No such tag"), { onMissing: "leave-out" })] })).toEqual({ category_id: [] });
    });

    it("refuses the records of a list one by one, each with its own reason, and makes nothing for those that are refused", async () => {
      const [twice, tag, other] = [unique("Two of them"), unique("Tag of nobody"), unique("Tag of one")];
      for (const _ of [1, 2]) await createOne({ externalId: key(), values: { name: twice } });
      const newTag = (name: string) => ({ category_id: named("name", [name], { onMissing: "create" }) });
      const answers = await resolveAll([
        { country_id: named("code", "NO"), ...newTag(other) },
        { country_id: named("code", "XX"), ...newTag(tag) },
        { parent_id: named("name", twice) },
        { country_id: named("code", { code: "NO" }) },
        { city: "Oslo" },
      ]);
      const told = answers.map((each) => (each instanceof StepFailure ? each.failure.code : Object.keys(each).join()));
      expect(told).toEqual(["country_id,category_id", "odoo.lookup_missing", "odoo.lookup_many", "odoo.lookup_value", "city"]);
      expect((await search("res.partner.category", [["name", "in", [tag, other]]], ["name"])).map(({ name }) => name)).toEqual([other]);
    });

    it("says of a record that is archived that it is there, and not that it is missing", async () => {
      const name = unique("Archived");
      const { id } = await createOne({ externalId: key(), values: { name } });
      await edit(id, { active: false });
      expect(await failureOf(resolve({ parent_id: named("name", name) }))).toMatchObject({
        class: "business",
        kind: "not-found",
        code: "odoo.lookup_archived",
        message: expect.stringContaining(`#${id}`),
        where: { field: "parent_id" },
      });
    });

    it("stops where more than one record fits", async () => {
      const name = unique("Twice");
      for (const _ of [1, 2]) await createOne({ externalId: key(), values: { name } });
      expect(await failureOf(resolve({ parent_id: named("name", name) }))).toMatchObject({
        class: "business",
        kind: "conflict",
        code: "odoo.lookup_many",
        where: { field: "parent_id" },
      });
    });

    it("makes what is missing once, also for two at the same moment, and nothing in a dry run", async () => {
      const tag = unique("New tag");
      const wanted = { category_id: named("name", [tag], { onMissing: "create" }) };
      expect(await resolve(wanted, { isDry: true })).toEqual({ category_id: [{ $new: tag }] });
      expect(await search("res.partner.category", [["name", "=", tag]], ["name"])).toEqual([]);
      const resolved = await Promise.all([1, 2, 3].map(() => resolve(wanted)));
      const [made, ...more] = await search("res.partner.category", [["name", "=", tag]], ["name"]);
      expect(more).toEqual([]);
      for (const each of resolved) expect(each).toEqual({ category_id: [made?.id] });
    });

    it("counts only lookups that the author wrote, and refuses those that cannot be", async () => {
      const hostile = { country_id: named("name", unique("Made up"), { onMissing: "create" }) };
      expect(await resolve(hostile, { lookups: [] })).toEqual(hostile);
      expect(await failureOf(createOne({ externalId: key(), values: { name: "x", ...hostile } }))).toMatchObject({ code: "odoo.value" });
      expect(await failureOf(resolve({ city: named("name", "Oslo") }))).toMatchObject({ code: "odoo.lookup", where: { field: "city" } });
      expect(await failureOf(resolve({ country_id: named("name", { a: 1 }) }))).toMatchObject({ code: "odoo.lookup_value" });
      expect(await failureOf(resolve({ country_id: named("no_such_field", "x") }))).toMatchObject({ code: "odoo.unknown_field" });
    });

    it("does not stand in the way of a dry run when Odoo cannot be reached", async () => {
      const values = { country_id: named("name", "Norway") };
      expect(await resolve(values, { connection: "nobody", isDry: true })).toEqual(values);
      expect(await failureOf(resolve(values, { connection: "nobody" }))).toMatchObject({ code: expect.stringContaining("unreachable") });
    });

    it("makes an order whose lines name their products by reference", async () => {
      const code = `P-${randomUUID().slice(0, 8)}`;
      const product = await createOne({ externalId: key(), model: "product.product", values: { name: unique("Consultant, day"), default_code: code } });
      const customer = await createOne({ externalId: key(), values: { name: unique("Buyer") } });
      const values = await resolve(
        {
          partner_id: customer.id,
          order_line: [
            { name: "Workshop", product_id: named("default_code", code), product_uom_qty: 2, price_unit: 1180 },
            { name: "Follow-up", product_id: named("default_code", code), product_uom_qty: 1, price_unit: 1180 },
          ],
        },
        { model: "sale.order" },
      );
      const order = await createOne({ externalId: key(), model: "sale.order", values });
      const lines = await search("sale.order.line", [["order_id", "=", order.id]], ["name", "product_id", "product_uom_qty"]);
      expect(lines.map((line) => [line.name, Array.isArray(line.product_id) && line.product_id[0], line.product_uom_qty])).toEqual([
        ["Workshop", product.id, 2],
        ["Follow-up", product.id, 1],
      ]);
    });
  });
}
