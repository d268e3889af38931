import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import type { OdooKnown } from "#flow/ports.ts";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function valuing({ port, options, key, unique, search, read, createOne }: ContractWorld): void {
  const update = async (id: number, values: Record<string, Json>, model = "res.partner") => {
    const [written] = await port.update({ connection: "odoo", model, target: { ids: [id] }, values, externalId: key() }, options());
    return written;
  };
  const tag = (what: string) => createOne({ externalId: key(), model: "res.partner.category", values: { name: unique(what) } }).then(({ id }) => id);
  const sorted = (value: Json | undefined) => (Array.isArray(value) ? value.map(Number).sort((a, b) => a - b) : value);
  const tagsOf = async (id: number) => sorted((await read("res.partner", id, ["category_id"])).category_id);

  describe("lists of records in a value", () => {
    it("are linked, unlinked, set and cleared by commands, and what is done is not written again", async () => {
      const [a, b, c] = [await tag("Gold"), await tag("Silver"), await tag("Bronze")];
      const { id } = await createOne({
        externalId: key(),
        values: {
          name: unique("Tagged"),
          category_id: [
            [4, a],
            [4, b],
          ],
        },
      });
      expect(await tagsOf(id)).toEqual([a, b]);
      const change: Json = [
        [4, c],
        [3, a],
      ];
      expect(await update(id, { category_id: change })).toMatchObject({
        action: "updated",
        changed: [{ field: "category_id", before: expect.arrayContaining([a, b]), after: [b, c] }],
      });
      expect(await tagsOf(id)).toEqual([b, c]);
      const { write_date: written } = await read("res.partner", id, ["write_date"]);
      expect(await update(id, { category_id: change })).toEqual({ id, action: "found", changed: [] });
      expect((await read("res.partner", id, ["write_date"])).write_date).toBe(written);
      expect(await update(id, { category_id: [[6, 0, [a]]] })).toMatchObject({ action: "updated" });
      expect(await tagsOf(id)).toEqual([a]);
      expect(await update(id, { category_id: [[5]] })).toMatchObject({ action: "updated" });
      expect(await tagsOf(id)).toEqual([]);
      expect(await update(id, { category_id: [[5]] })).toMatchObject({ action: "found" });
    });

    it("keep what each record of a list has where it is only linked to more", async () => {
      const [a, b, c] = [await tag("Gold"), await tag("Silver"), await tag("Bronze")];
      const made = [];
      for (const held of [a, b]) made.push(await createOne({ externalId: key(), values: { name: unique("Listed"), category_id: [held] } }));
      const [first, second] = made;
      const records = [
        { externalId: key(), id: first?.id ?? 0, values: { category_id: [[4, c]] } },
        { externalId: key(), id: second?.id ?? 0, values: { category_id: [[4, a]] } },
      ];
      const list = { connection: "odoo", model: "res.partner", kind: "update" as const, records };
      expect((await port.writeList(list, options())).map(({ action }) => action)).toEqual(["updated", "updated"]);
      expect(await tagsOf(first?.id ?? 0)).toEqual([a, c]);
      expect(await tagsOf(second?.id ?? 0)).toEqual([a, b]);
      expect((await port.writeList(list, options())).map(({ action }) => action)).toEqual(["found", "found"]);
    });

    it("are lines that commands update and delete, once however often they are sent", async () => {
      const { id } = await createOne({ externalId: key(), values: { name: unique("Parent"), is_company: true } });
      const child = async () => (await createOne({ externalId: key(), values: { name: unique("Child"), parent_id: id, city: "Oslo" } })).id;
      const [kept, gone] = [await child(), await child()];
      const commands: Json = [
        [1, kept, { city: "Lund", function: "CFO" }],
        [2, gone],
      ];
      expect(await update(id, { child_ids: commands })).toMatchObject({ action: "updated" });
      expect(await read("res.partner", kept, ["city", "function"])).toMatchObject({ city: "Lund", function: "CFO" });
      expect(await search("res.partner", [["id", "=", gone]], ["name"])).toEqual([]);
      expect(await update(id, { child_ids: commands })).toEqual({ id, action: "found", changed: [] });
    });

    it("are made by an update once: a repeat finds them, other content is brought to them, and what was deleted stays deleted", async () => {
      const { id } = await createOne({ externalId: key(), values: { name: unique("Parent"), is_company: true } });
      const externalId = key();
      const again = async (names: string[], more: { lines?: ({ externalId: string } & OdooKnown)[]; externalId?: string } = {}) => {
        const values = { child_ids: names.map((name): Json => [0, 0, { name }]), city: "Oslo" };
        const [written] = await port.update({ connection: "odoo", model: "res.partner", target: { ids: [id] }, values, externalId, ...more }, options());
        return written;
      };
      const children = async () => (await search("res.partner", [["parent_id", "=", id]], ["name"])).map(({ name }) => name).sort();
      const [one, two] = [unique("A child"), unique("B child")];
      const preview = { connection: "odoo", model: "res.partner", kind: "update" as const, target: { ids: [id] }, externalId };
      const values = { child_ids: [[0, 0, { name: one }]] };
      expect(await port.preview({ ...preview, values }, options())).toMatchObject({
        action: "update",
        fields: [{ name: "child_ids", after: [{ name: one }] }],
      });
      const made = await again([one, two]);
      expect(made).toMatchObject({ id, action: "updated", lines: [{ field: "child_ids", model: "res.partner", action: "created" }, { action: "created" }] });
      expect(await children()).toEqual([one, two]);
      expect(await port.preview({ ...preview, values }, options())).toMatchObject({ action: "none" });
      // the answer was lost, or the worker was killed: nobody knows of it
      expect(await again([one, two])).toMatchObject({ action: "found", lines: [{ action: "found" }, { action: "found" }] });
      expect(await children()).toEqual([one, two]);
      // somebody deleted the second one, and the data of the replay differ
      const lines = (made?.lines ?? []).map((line) => ({ externalId: line.externalId, id: line.id, isLeft: false }));
      await port.call({ connection: "odoo", model: "res.partner", method: "unlink", ids: [lines[1]?.id ?? 0], args: {} }, options());
      const renamed = unique("C child");
      expect(await again([renamed, two], { lines })).toMatchObject({ action: "updated", lines: [{ action: "updated" }, { action: "skipped" }] });
      expect(await children()).toEqual([renamed]);
      // another effect means other lines
      await again([two], { externalId: key() });
      expect(await children()).toEqual([two, renamed].sort());
    });

    it("are made and linked by an update where they are nobody's own, and what was unlinked since is not linked again", async () => {
      const held = await tag("Held");
      const { id } = await createOne({ externalId: key(), values: { name: unique("Tagged"), category_id: [held] } });
      const call = { connection: "odoo", model: "res.partner", target: { ids: [id] }, externalId: key() };
      const values: Record<string, Json> = {
        category_id: [
          [3, held],
          [0, 0, { name: unique("Made") }],
        ],
      };
      const [first] = await port.update({ ...call, values }, options());
      const line = first?.lines?.[0];
      expect([line?.action, await tagsOf(id)]).toEqual(["created", [line?.id]]);
      expect(await port.update({ ...call, values }, options())).toMatchObject([{ action: "found", lines: [{ action: "found" }] }]);
      await update(id, { category_id: [[5]] });
      const lines = [{ externalId: line?.externalId ?? "", id: line?.id ?? 0, isLeft: false }];
      await port.update({ ...call, values, lines }, options());
      expect(await tagsOf(id)).toEqual([]);
    });

    it("are not made where a repeat would lose or repeat them: with a list that is set, and in lists of updates", async () => {
      const { id } = await createOne({ externalId: key(), values: { name: unique("Parent") } });
      const mixed: Json = [[0, 0, { name: "x" }], [5]];
      expect(await failureOf(update(id, { category_id: mixed }))).toMatchObject({ code: "odoo.field_unsupported", where: { field: "category_id" } });
      expect(await failureOf(update(id, { category_id: [[6, 0, "all"]] }))).toMatchObject({ code: "odoo.value", where: { field: "category_id" } });
      const list = { connection: "odoo", model: "res.partner", kind: "update" as const };
      const records = [{ externalId: key(), id, values: { category_id: [[0, 0, { name: "x" }]] } }];
      const refusal = await failureOf(port.writeList({ ...list, records }, options()));
      expect(refusal).toMatchObject({ code: "odoo.field_unsupported", fix: expect.stringContaining("one record at a time") });
    });
  });

  describe("money and other numbers", () => {
    const currency = async (name: string) => {
      const call = { connection: "odoo", model: "res.currency", domain: [["name", "=", name]], fields: ["active"], context: { active_test: false } };
      const [found] = (await port.search(call, options())).records;
      const id = Number(found?.id);
      if (found?.active === false)
        await port.call({ connection: "odoo", model: "res.currency", method: "write", ids: [id], args: { vals: { active: true } } }, options());
      return id;
    };

    it("are rounded by the currency that the record has or gets, so that the same amount is no change", async () => {
      const [yen, dinar] = [await currency("JPY"), await currency("KWD")];
      const partner = await createOne({ externalId: key(), values: { name: unique("Payer") } });
      const model = "account.payment";
      const values = { payment_type: "inbound", partner_type: "customer", partner_id: partner.id, currency_id: yen, amount: 1234.4 };
      const { id } = await createOne({ externalId: key(), model, values });
      expect(await read(model, id, ["amount"])).toMatchObject({ amount: 1234 });
      expect(await update(id, { amount: 1234.4 }, model)).toMatchObject({ action: "found" });
      expect(await update(id, { amount: 1234.5 }, model)).toMatchObject({ changed: [{ field: "amount", before: 1234, after: 1235 }] });
      expect(await update(id, { currency_id: dinar, amount: 12.3456 }, model)).toMatchObject({ action: "updated" });
      expect(await read(model, id, ["amount"])).toMatchObject({ amount: 12.346 });
      expect(await update(id, { currency_id: dinar, amount: 12.3456 }, model)).toMatchObject({ action: "found" });
      // a thousandth is a change in this currency
      expect(await update(id, { amount: 12.347 }, model)).toMatchObject({ changed: [{ before: 12.346, after: 12.347 }] });
    });

    it("are rounded by the digits of their field", async () => {
      const { id } = await createOne({ externalId: key(), values: { name: unique("Oslo office"), partner_latitude: 59.913_868_81 } });
      expect(await read("res.partner", id, ["partner_latitude"])).toMatchObject({ partner_latitude: 59.913_868_8 });
      expect(await update(id, { partner_latitude: 59.913_868_81 })).toMatchObject({ action: "found" });
      expect(await update(id, { partner_latitude: 59.913_868_86 })).toMatchObject({ changed: [{ before: 59.913_868_8, after: 59.913_868_9 }] });
    });
  });
}
