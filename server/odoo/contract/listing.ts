import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { OdooList, OdooListed } from "#flow/ports.ts";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function listing({ port, lossy, options, key, unique, search, read, createOne, edit }: ContractWorld): void {
  const write = (q: Partial<OdooList> & Pick<OdooList, "kind" | "records">) => port.writeList({ connection: "odoo", model: "res.partner", ...q }, options());
  const counted = (outcomes: { action: string }[]) =>
    Object.fromEntries(
      Map.groupBy(outcomes, (each) => each.action)
        .entries()
        .map(([action, all]) => [action, all.length]),
    );
  const people = (count: number, base = key()): OdooListed[] =>
    Array.from({ length: count }, (_, index) => ({ externalId: `${base}/${index}`, values: { name: unique(`Listed ${index}`), city: "Oslo" } }));

  describe("writing lists", () => {
    it("makes each record once, in its order, and finds all of them when it is told again", async () => {
      const records = people(120);
      const made = await write({ kind: "create", records });
      expect(counted(made)).toEqual({ created: 120 });
      const [first, last] = [made[0]?.id ?? 0, made[119]?.id ?? 0];
      expect(await read("res.partner", last, ["name"])).toMatchObject({ name: records[119]?.values.name });
      await edit(first, { city: "Edited" });
      const again = await write({ kind: "create", records });
      expect(again.map(({ id, action }) => [id, action])).toEqual(made.map(({ id }) => [id, "found"]));
      expect(await read("res.partner", first, ["city"])).toMatchObject({ city: "Edited" });
    });

    it("lets the bad ones fail alone, whatever is wrong with each, and makes them once they are right", async () => {
      const records = people(40);
      const spoil = (index: number, values: OdooListed["values"]) => Object.assign(records[index] ?? {}, { values });
      spoil(3, { name: "Bad choice", city: "Oslo", type: "bogus" });
      spoil(7, { name: false, city: "Oslo" });
      spoil(20, { name: "Bad country", city: "Oslo", country_id: 987_654 });
      spoil(21, { name: "Bad value", city: "Oslo", country_id: "Norway" });
      const outcomes = await write({ kind: "create", records });
      expect(counted(outcomes)).toEqual({ created: 36, failed: 4 });
      expect(outcomes[3]).toMatchObject({ id: null, action: "failed", error: { code: "odoo.selection", field: "type" } });
      expect(outcomes[7]).toMatchObject({ action: "failed", error: { code: "odoo.validation", message: expect.stringContaining("require a name") } });
      expect(outcomes[20]).toMatchObject({ action: "failed", error: { code: "odoo.reference_missing" } });
      expect(outcomes[21]).toMatchObject({ action: "failed", error: { code: "odoo.value" } });
      spoil(3, { name: "Good choice", city: "Oslo", type: "invoice" });
      const corrected = await write({ kind: "create", records });
      expect(counted(corrected)).toEqual({ created: 1, found: 36, failed: 3 });
      expect(corrected[3]).toMatchObject({ action: "created" });
    });

    it("upserts by key: makes what is missing, writes what differs with before and after, leaves the rest, archived ones too", async () => {
      const base = randomUUID();
      const records = Array.from({ length: 30 }, (_, index): OdooListed => {
        const match = { kind: "external-id" as const, key: `${base} ${index}` };
        return { externalId: `author:${match.key}`, match, values: { name: `Upserted ${base} ${index}`, city: "Oslo" } };
      });
      const made = await write({ kind: "upsert", records: records.slice(0, 20) });
      expect(counted(made)).toEqual({ created: 20 });
      await edit(made[0]?.id ?? 0, { active: false });
      const changed = records.map((record, index) => (index < 5 ? { ...record, values: { ...record.values, city: `Bergen ${index}` } } : record));
      const outcomes = await write({ kind: "upsert", records: changed });
      expect(counted(outcomes)).toEqual({ updated: 5, found: 15, created: 10 });
      const changes = [{ field: "city", before: "Oslo", after: "Bergen 0" }];
      expect(outcomes[0]).toEqual({ id: made[0]?.id, action: "updated", changed: changes, externalId: made[0]?.externalId });
      expect(await read("res.partner", outcomes[4]?.id ?? 0, ["city"])).toMatchObject({ city: "Bergen 4" });
      expect(counted(await write({ kind: "upsert", records: changed }))).toEqual({ found: 30 });
    });

    it("does not make again what was made before and deleted since, wherever it stands in the list, and finds what somebody made anew", async () => {
      const base = randomUUID();
      const [first, second, third, fourth] = ["a", "b", "c", "d"].map((letter): OdooListed => {
        const match = { kind: "external-id" as const, key: `${base} ${letter}` };
        return { externalId: `author:${match.key}`, match, values: { name: `Kept ${base} ${letter}`, city: "Oslo" } };
      }) as [OdooListed, OdooListed, OdooListed, OdooListed];
      const before = await write({ kind: "upsert", records: [first, second, third] });
      const made = before.map(({ id, externalId }) => ({ id: id ?? 0, externalId: externalId ?? "", isLeft: false }));
      const unlink = (id: number) => port.call({ connection: "odoo", model: "res.partner", method: "unlink", ids: [id], args: {} }, options());
      for (const { id } of made.slice(0, 2)) await unlink(id);
      const [anew] = await write({ kind: "upsert", records: [second] });
      const records = [fourth, third, second, first].map((record) => ({ ...record, values: { ...record.values, city: "Bergen" } }));
      const outcomes = await write({ kind: "upsert", records, made });
      expect(outcomes).toMatchObject([
        { action: "created" },
        { id: made[2]?.id, action: "updated" },
        { id: anew?.id, action: "updated" },
        { id: made[0]?.id, action: "failed", error: { code: "odoo.record_deleted" } },
      ]);
      expect(await search("res.partner", [["name", "=", first.values.name ?? null]], ["name"])).toEqual([]);
      // what a person left deleted is not made and not asked about again
      expect(await write({ kind: "upsert", records, made: made.map((each) => ({ ...each, isLeft: true })) })).toMatchObject([
        { action: "found" },
        { action: "found" },
        { id: anew?.id, action: "found" },
        { id: made[0]?.id, action: "skipped" },
      ]);
      // whoever is to be made again is not among those that were made before
      expect(await write({ kind: "upsert", records, made: made.slice(1) })).toMatchObject([
        { action: "found" },
        { action: "found" },
        { action: "found" },
        { action: "created" },
      ]);
    });

    it("brings the records that a list made before up to date, and makes none again that was deleted since", async () => {
      const records = people(3);
      const ids = (await write({ kind: "create", records })).map(({ id }) => id ?? 0);
      for (const id of ids.slice(1)) await port.call({ connection: "odoo", model: "res.partner", method: "unlink", ids: [id], args: {} }, options());
      const known = records.map((record, index) => ({
        ...record,
        values: { ...record.values, city: "Bergen" },
        known: { id: ids[index] ?? 0, isLeft: index === 2 },
      }));
      expect(await write({ kind: "create", records: known })).toMatchObject([
        { id: ids[0], action: "updated" },
        { id: ids[1], action: "failed", error: { code: "odoo.record_deleted" } },
        { id: ids[2], action: "skipped", changed: [] },
      ]);
    });

    it("takes a record that a list names twice one after the other", async () => {
      const ref = `Twice ${randomUUID()}`;
      const records = ["Oslo", "Bergen"].map(
        (city): OdooListed => ({ externalId: key(), match: { kind: "fields", values: { ref } }, values: { name: ref, ref, city } }),
      );
      const outcomes = await write({ kind: "upsert", records });
      expect(outcomes.map(({ action }) => action)).toEqual(["created", "updated"]);
      expect(await search("res.partner", [["ref", "=", ref]], ["city"])).toMatchObject([{ city: "Bergen" }]);
    });

    it("matches a list by fields in one go, stops at those that fit several, and obeys what is said about those that are there", async () => {
      const base = randomUUID();
      const [there, many] = [`There ${base}`, `Many ${base}`];
      const { id } = await createOne({ externalId: key(), values: { name: unique("There"), ref: there, city: "Oslo" } });
      for (const name of ["one", "two"]) await createOne({ externalId: key(), values: { name, ref: many } });
      const records = [there, many, `New ${base}`].map(
        (ref): OdooListed => ({
          externalId: key(),
          match: { kind: "fields", values: { ref, city: ref === there ? "Oslo" : false } },
          values: { name: ref, ref },
        }),
      );
      const outcomes = await write({ kind: "upsert", onMatch: "skip", records });
      expect(outcomes).toMatchObject([{ id, action: "found" }, { action: "failed", error: { code: "odoo.many_matches" } }, { action: "created" }]);
      expect(await write({ kind: "upsert", onMatch: "stop", records: records.slice(0, 1) })).toMatchObject([
        { id, action: "failed", error: { code: "odoo.record_exists" } },
      ]);
    });

    it("updates each record with its own values, and says which of them are gone or refused", async () => {
      const made = await write({ kind: "create", records: people(12) });
      const gone = made[11]?.id ?? 0;
      await port.call({ connection: "odoo", model: "res.partner", method: "unlink", ids: [gone], args: {} }, options());
      await edit(made[2]?.id ?? 0, { active: false });
      const records = made.map(({ id }, index): OdooListed => {
        const values: OdooListed["values"] = index === 1 ? { city: "Lund", country_id: 987_654 } : { city: `Lund ${index}`, is_company: index % 2 === 0 };
        return { externalId: key(), ...(id === null ? {} : { id }), values };
      });
      const outcomes = await write({ kind: "update", records });
      expect(counted(outcomes)).toEqual({ updated: 10, failed: 2 });
      expect(outcomes[11]).toMatchObject({ id: gone, action: "failed", error: { code: "odoo.record_missing" } });
      expect(outcomes[1]).toMatchObject({ action: "failed", error: { code: "odoo.reference_missing" } });
      expect(await read("res.partner", made[10]?.id ?? 0, ["city", "is_company"])).toMatchObject({ city: "Lund 10", is_company: true });
      expect(counted(await write({ kind: "update", records }))).toEqual({ found: 10, failed: 2 });
    });

    it("gives fifty that write the same list at the same moment the same records", async () => {
      const records = people(3);
      const all = await Promise.all(Array.from({ length: 50 }, () => write({ kind: "create", records })));
      expect(new Set(all.map((outcomes) => JSON.stringify(outcomes.map(({ id }) => id)))).size).toBe(1);
      const names = records.map((record) => record.values.name ?? null);
      expect(await search("res.partner", [["name", "in", names]], ["name"])).toHaveLength(3);
    }, 120_000);

    it("finds what was written when the answer was lost, and makes the rest", async () => {
      // two batches are under way when the answer is lost, the third is not sent
      const records = people(210);
      lossy.loseNext("/load");
      const failure = await failureOf(port.writeList({ connection: "lossy", model: "res.partner", kind: "create", records }, options()));
      expect(failure).toMatchObject({ kind: "timeout", code: "odoo.answer_lost", retryable: true });
      const again = await port.writeList({ connection: "lossy", model: "res.partner", kind: "create", records }, options());
      expect(counted(again)).toEqual({ found: 200, created: 10 });
    });

    it("refuses a list at once that the login may not write at all, or that names a field which is not there", async () => {
      const narrow = port.writeList({ connection: "narrow", model: "res.partner", kind: "create", records: people(2) }, options());
      expect(await failureOf(narrow)).toMatchObject({ kind: "authorization", code: "odoo.not_allowed" });
      const records = people(2).map((record) => ({ ...record, values: { ...record.values, emial: "x" } }));
      expect(await failureOf(write({ kind: "create", records }))).toMatchObject({ code: "odoo.unknown_field", where: { field: "emial" } });
    });
  });
}
