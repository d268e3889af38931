import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function changing({ port, run, options, key, unique, read, createOne, edit, upsert }: ContractWorld): void {
  describe("upserting", () => {
    it("creates, then leaves what is the same, then writes only what differs and tells before and after", async () => {
      const match = { kind: "external-id" as const, key: `crm_${randomUUID()}` };
      const name = unique("Halden");
      const values = { name, is_company: true, city: "Oslo" };
      const created = await upsert({ match, values });
      const { externalId } = created;
      expect(created).toEqual({ id: created.id, action: "created", changed: [], externalId: expect.stringContaining(match.key) });
      const before = await read("res.partner", created.id, ["write_date"]);
      expect(await upsert({ match, values })).toEqual({ id: created.id, action: "found", changed: [], externalId });
      expect(await read("res.partner", created.id, ["write_date"])).toEqual(before);
      expect(await upsert({ match, values: { ...values, city: "Bergen" } })).toEqual({
        id: created.id,
        action: "updated",
        changed: [{ field: "city", before: "Oslo", after: "Bergen" }],
        externalId,
      });
      expect(await read("res.partner", created.id, ["city", "name"])).toMatchObject({ city: "Bergen", name });
    });

    it("gives flows that name the same key the same record, also when they come at the same moment", async () => {
      const match = { kind: "external-id" as const, key: `shared ${randomUUID()} é` };
      const written = await Promise.all([1, 2, 3].map(() => upsert({ match, values: { name: `Shared ${run}` } })));
      expect(new Set(written.map((each) => each.id)).size).toBe(1);
    });

    it("matches by fields, and stops where more than one record fits", async () => {
      const ref = `R-${randomUUID()}`;
      const { id } = await createOne({ externalId: key(), values: { name: unique("By field"), ref } });
      const match = { kind: "fields" as const, values: { ref } };
      expect(await upsert({ match, values: { ref, city: "Malmö" } })).toMatchObject({ id, action: "updated" });
      await createOne({ externalId: key(), values: { name: unique("By field, too"), ref } });
      expect(await failureOf(upsert({ match, values: { ref, city: "Lund" } }))).toMatchObject({ class: "business", code: "odoo.many_matches" });
    });

    it("finds the record that it made by fields when those were edited since", async () => {
      const ref = `R-${randomUUID()}`;
      const externalId = key();
      const match = { kind: "fields" as const, values: { ref } };
      const made = await upsert({ match, externalId, values: { ref, name: unique("Edited") } });
      await edit(made.id, { ref: `${ref}-edited` });
      expect(await upsert({ match, externalId, onMatch: "skip", values: { ref, name: "x" } })).toMatchObject({ id: made.id, action: "found" });
    });

    it("makes the record of another key beside the one that it made before, whether that one is there or was deleted since", async () => {
      const byKey = (name: string) => ({ kind: "external-id" as const, key: name });
      const first = `first ${randomUUID()}`;
      const made = await upsert({ match: byKey(first), values: { name: unique("First"), city: "Oslo" } });
      const known = { id: made.id, ...(made.externalId === undefined ? {} : { externalId: made.externalId }) };
      const asked = { values: { name: unique("Second"), city: "Bergen" }, known };
      const second = await upsert({ match: byKey(`second ${randomUUID()}`), ...asked });
      expect(second).toMatchObject({ action: "created" });
      expect([second.id === made.id, await read("res.partner", made.id, ["city"])]).toMatchObject([false, { city: "Oslo" }]);
      // as earlier releases kept it, without the name
      const without = await upsert({ match: byKey(`third ${randomUUID()}`), values: asked.values, known: { id: made.id } });
      expect([without.action, without.id === made.id]).toEqual(["created", false]);
      const preview = { connection: "odoo", model: "res.partner", kind: "upsert" as const, values: asked.values, known };
      expect(await port.preview({ ...preview, match: byKey(`fourth ${randomUUID()}`) }, options())).toMatchObject({ action: "create", isAnother: true });
      await port.call({ connection: "odoo", model: "res.partner", method: "unlink", ids: [made.id], args: {} }, options());
      expect(await upsert({ match: byKey(`fifth ${randomUUID()}`), ...asked })).toMatchObject({ action: "created" });
      expect(await port.preview({ ...preview, match: byKey(first) }, options())).not.toHaveProperty("isAnother");
      const failure = await failureOf(upsert({ match: byKey(first), ...asked }));
      expect(failure).toMatchObject({ class: "business", code: "odoo.record_deleted", where: { record: made.id } });
    });

    it("makes a new record where it matched another one by fields before and means none that is there now", async () => {
      const [ref, other] = [`R-${randomUUID()}`, `R-${randomUUID()}`];
      const theirs = await createOne({ externalId: key(), values: { name: unique("Theirs"), ref } });
      const externalId = key();
      const by = (value: string) => ({ match: { kind: "fields" as const, values: { ref: value } }, values: { ref: value, name: unique("By field") } });
      const found = await upsert({ ...by(ref), externalId });
      expect(found.id).toBe(theirs.id);
      const made = await upsert({ ...by(other), externalId, known: { id: found.id } });
      expect(made).toMatchObject({ action: "created" });
      expect(await read("res.partner", theirs.id, ["ref"])).toMatchObject({ ref });
      expect(await upsert({ ...by(other), externalId, known: { id: made.id } })).toMatchObject({ id: made.id });
    });

    it("leaves or refuses what is there when the step says so", async () => {
      const match = { kind: "external-id" as const, key: randomUUID() };
      const { id } = await upsert({ match, values: { name: unique("Stay"), city: "Oslo" } });
      expect(await upsert({ match, onMatch: "skip", values: { city: "Bergen" } })).toMatchObject({ id, action: "found", changed: [] });
      expect(await failureOf(upsert({ match, onMatch: "stop", values: { city: "Bergen" } }))).toMatchObject({
        class: "business",
        kind: "conflict",
        code: "odoo.record_exists",
      });
      expect(await read("res.partner", id, ["city"])).toMatchObject({ city: "Oslo" });
    });
  });

  describe("updating", () => {
    it("writes the fields that differ, by id and by condition, and nothing when nothing differs", async () => {
      const ref = `U-${randomUUID()}`;
      const records = [0, 1].map((n) => ({ externalId: `${ref}/${n}`, values: { name: `${ref} ${n}`, ref, city: n === 0 ? "Oslo" : "Bergen" } }));
      const made = await port.create({ connection: "odoo", model: "res.partner", records }, options());
      const target = { domain: [["ref", "=", ref]] };
      const written = await port.update({ connection: "odoo", model: "res.partner", target, values: { city: "Bergen" }, externalId: key() }, options());
      expect(written).toEqual([
        { id: made[0]?.id, action: "updated", changed: [{ field: "city", before: "Oslo", after: "Bergen" }] },
        { id: made[1]?.id, action: "found", changed: [] },
      ]);
      const ids = made.map(({ id }) => id);
      const again = await port.update({ connection: "odoo", model: "res.partner", target: { ids }, values: { city: "Bergen" }, externalId: key() }, options());
      expect(again.map((each) => each.action)).toEqual(["found", "found"]);
    });

    it("says which record is not there", async () => {
      const call = { connection: "odoo", model: "res.partner", target: { ids: [987_654_321] }, values: { city: "Oslo" }, externalId: key() };
      expect(await failureOf(port.update(call, options()))).toMatchObject({
        class: "business",
        kind: "not-found",
        code: "odoo.record_missing",
        where: { record: 987_654_321 },
      });
    });
  });
}
