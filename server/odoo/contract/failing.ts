import { describe, expect, it } from "vitest";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function failing({ port, lossy, options, key, unique, createOne, edit, search }: ContractWorld): void {
  describe("failing", () => {
    it("names a field that is not there, and the one that was meant", async () => {
      const failure = await failureOf(createOne({ externalId: key(), values: { name: "x", emial: "a@b.example" } }));
      expect(failure).toMatchObject({
        class: "technical",
        kind: "configuration",
        code: "odoo.unknown_field",
        where: { field: "emial" },
        fix: "Did you mean email?",
      });
      const read = port.search({ connection: "odoo", model: "res.partner", domain: [["nope", "=", 1]], fields: ["name"] }, options());
      expect(await failureOf(read)).toMatchObject({ code: "odoo.unknown_field", where: { field: "nope" } });
      const fields = port.search({ connection: "odoo", model: "res.partner", domain: [], fields: ["nope"] }, options());
      expect(await failureOf(fields)).toMatchObject({ code: "odoo.unknown_field", where: { field: "nope" } });
    });

    it("names a model and a method that are not there", async () => {
      expect(await failureOf(createOne({ externalId: key(), model: "no.such.model", values: { name: "x" } }))).toMatchObject({
        class: "technical",
        kind: "configuration",
        code: "odoo.unknown_model",
        where: { model: "no.such.model" },
      });
      const call = { connection: "odoo", model: "res.partner", method: "no_such_method", args: {} };
      expect(await failureOf(port.call(call, options()))).toMatchObject({ kind: "configuration", code: "odoo.unknown_method" });
    });

    it("refuses private methods", async () => {
      const call = { connection: "odoo", model: "res.partner", method: "_compute_display_name", ids: [1], args: {} };
      expect(await failureOf(port.call(call, options()))).toMatchObject({ kind: "configuration", code: "odoo.private_method" });
    });

    it("says which value Odoo needs", async () => {
      const order = createOne({ externalId: key(), model: "sale.order", values: { client_order_ref: "x" } });
      expect(await failureOf(order)).toMatchObject({
        class: "business",
        kind: "invalid-data",
        code: "odoo.required_missing",
        where: { field: "partner_id" },
      });
      const partner = createOne({ externalId: key(), values: { email: "x@y.example" } });
      expect(await failureOf(partner)).toMatchObject({
        class: "business",
        kind: "invalid-data",
        code: "odoo.validation",
        message: expect.stringContaining("require a name"),
      });
    });

    it("says which reference leads nowhere, in a create and in a write", async () => {
      const created = createOne({ externalId: key(), values: { name: "x", country_id: 987_654 } });
      expect(await failureOf(created)).toMatchObject({
        class: "business",
        kind: "invalid-data",
        code: "odoo.reference_missing",
        where: { field: "country_id" },
      });
      const { id } = await createOne({ externalId: key(), values: { name: unique("Reference") } });
      const call = { connection: "odoo", model: "res.partner", target: { ids: [id] }, values: { country_id: 987_654 }, externalId: key() };
      expect(await failureOf(port.update(call, options()))).toMatchObject({ class: "business", kind: "invalid-data", code: "odoo.reference_missing" });
    });

    it("says which choice a field does not have", async () => {
      const created = createOne({ externalId: key(), values: { name: "x", type: "bogus" } });
      expect(await failureOf(created)).toMatchObject({
        class: "business",
        kind: "invalid-data",
        code: "odoo.selection",
        fix: expect.stringContaining("Invoice"),
      });
      const { id } = await createOne({ externalId: key(), values: { name: unique("Choice") } });
      expect(await failureOf(edit(id, { type: "bogus" }))).toMatchObject({
        class: "business",
        kind: "invalid-data",
        code: "odoo.selection",
        where: { field: "type" },
      });
    });

    it("refuses values of another type before anything is sent", async () => {
      expect(await failureOf(createOne({ externalId: key(), model: "project.project", values: { name: "x", sequence: "first" } }))).toMatchObject({
        code: "odoo.value",
        where: { field: "sequence" },
      });
      expect(await failureOf(createOne({ externalId: key(), values: { name: "x", country_id: "Norway" } }))).toMatchObject({
        code: "odoo.value",
        where: { field: "country_id" },
      });
    });

    it("tells a missing record of a method from everything else", async () => {
      expect(await failureOf(edit(987_654_321, { city: "x" }))).toMatchObject({ class: "business", kind: "not-found", code: "odoo.record_missing" });
    });

    it("tells wrong keys, wrong databases and nobody there apart", async () => {
      const ask = (connection: string) => failureOf(port.search({ connection, model: "res.partner", domain: [], fields: ["name"], limit: 1 }, options()));
      expect(await ask("wrong-key")).toMatchObject({ class: "technical", kind: "authentication", code: "odoo.key_refused", retryable: false });
      expect(await ask("wrong-database")).toMatchObject({ class: "technical", kind: "configuration", code: "odoo.database_missing", retryable: false });
      expect(await ask("nobody")).toMatchObject({ class: "technical", kind: "unavailable", code: "odoo.unreachable", retryable: true });
    });

    it("keeps to what an administrator allowed on the connection", async () => {
      expect(await failureOf(createOne({ connection: "narrow", externalId: key(), values: { name: "x" } }))).toMatchObject({
        kind: "authorization",
        code: "odoo.not_allowed",
      });
    });

    it("keeps to it inside values, too: a record of another model that lines would make is refused before anything leaves", async () => {
      const { id } = await createOne({ connection: "contacts", externalId: key(), values: { name: unique("Narrow") } });
      const name = unique("Smuggled");
      const call = { connection: "contacts", model: "res.partner", method: "write", ids: [id], args: { vals: { category_id: [[0, 0, { name }]] } } };
      expect(await failureOf(port.call(call, options()))).toMatchObject({ code: "odoo.not_allowed", where: { model: "res.partner.category" } });
      expect(await search("res.partner.category", [["name", "=", name]], ["name"])).toEqual([]);
      // lines of the model that is allowed are
      const contact = { name: unique("With people"), child_ids: [{ name: unique("Person") }] };
      expect(await createOne({ connection: "contacts", externalId: key(), values: contact })).toMatchObject({ action: "created" });
    });

    it("leaves the outcome of a call open when its answer is lost", async () => {
      lossy.loseNext("/write");
      const call = { connection: "lossy", model: "res.partner", method: "write", ids: [1], args: { vals: {} } };
      expect(await failureOf(port.call(call, options()))).toMatchObject({ kind: "timeout", code: "odoo.answer_lost" });
    });
  });
}
