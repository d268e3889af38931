import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function creating({ port, lossy, options, key, unique, search, read, createOne, edit, upsert }: ContractWorld): void {
  describe("creating", () => {
    it("makes a record once: a repeat finds it and writes nothing, also after somebody edited it", async () => {
      const externalId = key();
      const name = unique("Nordlys AB");
      const first = await createOne({ externalId, values: { name, is_company: true, email: "info@nordlys.example" } });
      expect(first).toEqual({ id: expect.any(Number), action: "created", changed: [] });
      expect(await read("res.partner", first.id, ["name", "is_company", "email"])).toMatchObject({ name, is_company: true, email: "info@nordlys.example" });

      await edit(first.id, { email: "edited@nordlys.example" });
      const before = await read("res.partner", first.id, ["write_date", "email"]);
      const again = await createOne({ externalId, values: { name: `${name} (sent again)`, is_company: false } });
      expect(again).toEqual({ id: first.id, action: "found", changed: [] });
      expect(await read("res.partner", first.id, ["write_date", "email"])).toEqual(before);
      expect(await read("res.partner", first.id, ["name"])).toMatchObject({ name });
    });

    it("makes one record when two ask for the same at the same moment", async () => {
      const externalId = key();
      const name = unique("Race");
      const written = await Promise.all([1, 2, 3, 4].map(() => createOne({ externalId, values: { name } })));
      expect(new Set(written.map((each) => each.id)).size).toBe(1);
      expect(await search("res.partner", [["name", "=", name]], ["name"])).toHaveLength(1);
    });

    it("finds the record whose answer was lost", async () => {
      const externalId = key();
      const name = unique("Lost answer");
      lossy.loseNext("/load");
      const failure = await failureOf(createOne({ externalId, values: { name }, connection: "lossy" }));
      expect(failure).toMatchObject({ class: "technical", kind: "timeout", code: "odoo.answer_lost", retryable: true });
      const again = await createOne({ externalId, values: { name }, connection: "lossy" });
      expect(again.action).toBe("found");
      expect(await search("res.partner", [["name", "=", name]], ["name"])).toHaveLength(1);
    });

    it("makes a list in one transaction and answers in its order, whatever fields each record names", async () => {
      const base = key();
      const name = unique("List");
      const wanted: Record<string, Json>[] = [{ name: `${name} a` }, { name: `${name} b`, email: "b@list.example" }, { name: `${name} c` }];
      const records = wanted.map((values, index) => ({ externalId: `${base}/${index}`, values }));
      const written = await port.create({ connection: "odoo", model: "res.partner", records }, options());
      expect(written.map((each) => each.action)).toEqual(["created", "created", "created"]);
      for (const [index, each] of written.entries()) expect(await read("res.partner", each.id, ["name"])).toMatchObject({ name: wanted[index]?.name });
      const again = await port.create({ connection: "odoo", model: "res.partner", records }, options());
      expect(again.map(({ id, action }) => [id, action])).toEqual(written.map(({ id }) => [id, "found"]));
    });

    it("does not make a record again that we made and somebody deleted", async () => {
      const externalId = key();
      const { id } = await createOne({ externalId, values: { name: unique("Deleted") } });
      await port.call({ connection: "odoo", model: "res.partner", method: "unlink", ids: [id], args: {} }, options());
      const failure = await failureOf(createOne({ externalId, values: { name: "Back" }, known: id }));
      expect(failure).toMatchObject({ class: "business", kind: "not-found", code: "odoo.record_deleted", where: { record: id } });
      // without a receipt nobody can know of it
      expect(await createOne({ externalId, values: { name: unique("New") } })).toMatchObject({ action: "created" });
    });

    it("finds what we made by its id where its name was removed in Odoo", async () => {
      const { id } = await createOne({ externalId: key(), values: { name: unique("Nameless"), city: "Oslo" } });
      expect(await createOne({ externalId: key(), values: { city: "Bergen" }, known: id })).toMatchObject({ id, action: "updated" });
    });

    it("brings what it made up to date when a later request of the same step differs", async () => {
      const externalId = key();
      const name = unique("Second visit");
      const { id } = await createOne({ externalId, values: { name, city: "Oslo" } });
      expect(await createOne({ externalId, values: { name, city: "Bergen" }, known: id })).toEqual({
        id,
        action: "updated",
        changed: [{ field: "city", before: "Oslo", after: "Bergen" }],
      });
    });

    it("links records by id and keeps numbers, choices, dates and yes or no as they were given", async () => {
      const customer = await createOne({ externalId: key(), values: { name: unique("Fjord"), is_company: true } });
      const project = await createOne({
        externalId: key(),
        model: "project.project",
        values: {
          name: unique("Rollout"),
          partner_id: customer.id,
          date_start: "2026-12-01",
          date: "2027-01-31T12:00:00Z",
          sequence: 7,
          privacy_visibility: "employees",
          allow_billable: true,
        },
      });
      const fields = ["partner_id", "date_start", "date", "sequence", "privacy_visibility", "allow_billable", "active"];
      expect(await read("project.project", project.id, fields)).toMatchObject({
        partner_id: [customer.id, expect.any(String)],
        date_start: "2026-12-01",
        date: "2027-01-31",
        sequence: 7,
        privacy_visibility: "employees",
        allow_billable: true,
        // not named, so Odoo's default
        active: true,
      });
      const task = await createOne({
        externalId: key(),
        model: "project.task",
        values: { name: unique("Kick-off"), project_id: project.id, user_ids: [2], date_deadline: "2026-12-31T18:00:00+01:00" },
      });
      expect(await read("project.task", task.id, ["user_ids", "date_deadline"])).toMatchObject({ user_ids: [2], date_deadline: "2026-12-31 17:00:00" });
      // compared in the same shape: nothing differs
      const call = {
        connection: "odoo",
        model: "project.task",
        target: { ids: [task.id] },
        values: { user_ids: [2], date_deadline: "2026-12-31T17:00:00Z" },
        externalId: key(),
      };
      expect(await port.update(call, options())).toMatchObject([{ action: "found" }]);
    });

    it("links an archived record, as Odoo does", async () => {
      const { id } = await createOne({ externalId: key(), values: { name: unique("Put away"), is_company: true } });
      await edit(id, { active: false });
      const contact = await createOne({ externalId: key(), values: { name: unique("Of the archived"), parent_id: id } });
      expect(await read("res.partner", contact.id, ["parent_id"])).toMatchObject({ parent_id: [id, expect.any(String)] });
    });

    it("makes lines together with their record, once", async () => {
      const externalId = key();
      const name = unique("With people");
      const values: Record<string, Json> = {
        name,
        is_company: true,
        child_ids: [{ name: `${name} one` }, { name: `${name} two`, email: "two@lines.example" }],
      };
      const { id } = await createOne({ externalId, values });
      expect(await createOne({ externalId, values })).toMatchObject({ id, action: "found" });
      expect((await search("res.partner", [["parent_id", "=", id]], ["name"])).map((each) => each.name)).toEqual([`${name} one`, `${name} two`]);
    });

    it("makes the record after a refusal once its data is right", async () => {
      const externalId = key();
      expect(await failureOf(createOne({ externalId, values: { email: "x@y.example" } }))).toMatchObject({ code: "odoo.validation" });
      const made = await createOne({ externalId, values: { name: unique("Corrected"), email: "x@y.example" } });
      expect(made.action).toBe("created");
      const match = { kind: "external-id" as const, key: randomUUID() };
      expect(await failureOf(upsert({ match, values: { city: "Oslo" } }))).toMatchObject({ code: "odoo.validation" });
      expect(await upsert({ match, values: { name: unique("Corrected"), city: "Oslo" } })).toMatchObject({ action: "created", changed: [] });
    });
  });
}
