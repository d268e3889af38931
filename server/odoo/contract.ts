/**
 * What every Odoo must keep that flows are connected to. The real one and the practice one pass the very same promises, so that what works
 * in the demo works in earnest.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { OdooPort } from "#flow/ports.ts";
import type { OpenConnection } from "#server/deps.ts";
import { createGuard } from "#server/http/guard.ts";
import { createOdooMetadata } from "./metadata.ts";
import { createOdooPort } from "./port.ts";
import { testOdoo } from "./test-odoo.ts";

export type ContractTarget = { url: string; database: string; login: string; apiKey: string };

const ENVIRONMENT = "production";

export function odooContract(name: string, open: () => Promise<ContractTarget>): void {
  describe(name, () => {
    const guard = createGuard();
    const connections = new Map<string, OpenConnection>();
    const source = {
      get: async ({ key }: { key: string }) => {
        const found = connections.get(key);
        if (found === undefined) throw new Error(`The suite has no connection ${key}.`);
        return found;
      },
    };
    const port: OdooPort = createOdooPort({ guard, connections: source })(ENVIRONMENT);
    const metadata = createOdooMetadata({ guard, connections: source });
    const lossy = createLossyProxy();
    const run = randomUUID().slice(0, 8);
    const options = () => ({ signal: AbortSignal.timeout(40_000), note: () => {} });
    const key = () => `contract/${randomUUID()}`;
    const unique = (what: string) => `${what} ${run} ${randomUUID().slice(0, 6)}`;

    const search = async (model: string, domain: Json[], fields: string[]) => {
      const { records } = await port.search({ connection: "odoo", model, domain, fields, order: "id asc" }, options());
      return records;
    };
    const read = async (model: string, id: number, fields: string[]) => {
      const [record] = await search(model, [["id", "=", id]], fields);
      if (record === undefined) throw new Error(`${model} ${id} is not there.`);
      return record;
    };
    const createOne = async (q: { externalId: string; values: Record<string, Json>; model?: string; connection?: string; known?: number }) => {
      const { model = "res.partner", connection = "odoo", ...record } = q;
      const [written] = await port.create({ connection, model, records: [record] }, options());
      if (written === undefined) throw new Error("Nothing was answered for the record.");
      return written;
    };
    const edit = (id: number, values: Record<string, Json>) =>
      port.call({ connection: "odoo", model: "res.partner", method: "write", ids: [id], args: { vals: values } }, options());
    const upsert = (q: Partial<Parameters<OdooPort["upsert"]>[0]> & Pick<Parameters<OdooPort["upsert"]>[0], "match" | "values">) =>
      port.upsert({ connection: "odoo", model: "res.partner", onMatch: "update", externalId: key(), ...q }, options());

    beforeAll(async () => {
      const target = await open();
      const add = (name: string, change: { url?: string; database?: string; apiKey?: string; allow?: Json } = {}) =>
        connections.set(name, {
          environment: ENVIRONMENT,
          key: name,
          kind: "odoo",
          name,
          config: {
            url: change.url ?? target.url,
            database: change.database ?? target.database,
            login: target.login,
            allowPrivate: true,
            ...(change.allow === undefined ? {} : { allow: change.allow }),
          },
          secrets: { apiKey: change.apiKey ?? target.apiKey },
        });
      add("odoo");
      add("wrong-key", { apiKey: "0123456789abcdef0123456789abcdef01234567" });
      add("nobody", { url: "http://127.0.0.1:9" });
      add("wrong-database", { database: "no_such_database" });
      add("lossy", { url: await lossy.open(target.url) });
      add("narrow", { allow: [{ model: "res.partner", operations: ["read"] }] });
    });
    afterAll(async () => {
      await lossy.close();
      await guard.close();
    });

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
        };
        expect(await port.update(call, options())).toMatchObject([{ action: "found" }]);
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

    describe("upserting", () => {
      it("creates, then leaves what is the same, then writes only what differs and tells before and after", async () => {
        const match = { kind: "external-id" as const, key: `crm_${randomUUID()}` };
        const name = unique("Halden");
        const values = { name, is_company: true, city: "Oslo" };
        const created = await upsert({ match, values });
        expect(created.action).toBe("created");
        const before = await read("res.partner", created.id, ["write_date"]);
        expect(await upsert({ match, values })).toEqual({ id: created.id, action: "found", changed: [] });
        expect(await read("res.partner", created.id, ["write_date"])).toEqual(before);
        expect(await upsert({ match, values: { ...values, city: "Bergen" } })).toEqual({
          id: created.id,
          action: "updated",
          changed: [{ field: "city", before: "Oslo", after: "Bergen" }],
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

      it("leaves or refuses what is there when the step says so", async () => {
        const match = { kind: "external-id" as const, key: randomUUID() };
        const { id } = await upsert({ match, values: { name: unique("Stay"), city: "Oslo" } });
        expect(await upsert({ match, onMatch: "skip", values: { city: "Bergen" } })).toEqual({ id, action: "found", changed: [] });
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
        const written = await port.update({ connection: "odoo", model: "res.partner", target, values: { city: "Bergen" } }, options());
        expect(written).toEqual([
          { id: made[0]?.id, action: "updated", changed: [{ field: "city", before: "Oslo", after: "Bergen" }] },
          { id: made[1]?.id, action: "found", changed: [] },
        ]);
        const ids = made.map(({ id }) => id);
        const again = await port.update({ connection: "odoo", model: "res.partner", target: { ids }, values: { city: "Bergen" } }, options());
        expect(again.map((each) => each.action)).toEqual(["found", "found"]);
      });

      it("says which record is not there", async () => {
        const call = { connection: "odoo", model: "res.partner", target: { ids: [987_654_321] }, values: { city: "Oslo" } };
        expect(await failureOf(port.update(call, options()))).toMatchObject({
          class: "business",
          kind: "not-found",
          code: "odoo.record_missing",
          where: { record: 987_654_321 },
        });
      });
    });

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
        const call = { connection: "odoo", model: "res.partner", target: { ids: [id] }, values: { country_id: 987_654 } };
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

      it("leaves the outcome of a call open when its answer is lost", async () => {
        lossy.loseNext("/write");
        const call = { connection: "lossy", model: "res.partner", method: "write", ids: [1], args: { vals: {} } };
        expect(await failureOf(port.call(call, options()))).toMatchObject({ kind: "timeout", code: "odoo.answer_lost" });
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
        expect(await failed("wrong-key")).toMatchObject({ name: "API key", fix: expect.stringContaining("API key") });
        expect(await failed("wrong-database")).toMatchObject({ name: "Database", message: expect.stringContaining("no_such_database") });
        expect(await failed("nobody")).toMatchObject({ name: "Reachable", fix: expect.any(String) });
      });
    });
  });
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StepFailure) return error.failure;
    throw error;
  }
  throw new Error("It was expected to fail and did not.");
}

/** Passes everything on, and once, when told, breaks the connection off after the other side has answered. */
function createLossyProxy() {
  let target = "";
  let losing: string | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !["host", "connection", "content-length"].includes(name)));
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? "GET",
        headers: headers as Record<string, string>,
        ...(chunks.length ? { body: Buffer.concat(chunks) } : {}),
      });
      const body = await answer.text();
      if (losing !== null && request.url?.endsWith(losing)) {
        losing = null;
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" }).end(body);
    });
  });
  return {
    open: async (url: string) => {
      target = url.replace(/\/+$/, "");
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    /** @param path end of the path whose next answer is lost */
    loseNext: (path: string) => {
      losing = path;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
