import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import type { Ports } from "#flow/ports.ts";
import type { EffectPreview, StepContext } from "#flow/step.ts";
import { findStep } from "#flow/steps/index.ts";
import { readOnly } from "#server/engine/simulate-ports.ts";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

type Config = Record<string, Json>;

/** Steps as the engine executes them, their expressions evaluated already. */
export function stepping({ port, options, key, unique, search, read, createOne }: ContractWorld): void {
  const contextOf = (type: string, config: Config, q: { key: string; isDry: boolean }) => {
    const definition = findStep(type);
    if (!definition) throw new Error(`There is no step ${type}.`);
    const settings = definition.config.parse({ connection: "odoo", ...config });
    const odoo = q.isDry ? readOnly({ odoo: port } as Ports).odoo : port;
    const context = {
      ...options(),
      step: { id: "step", type, config: settings },
      input: definition.input.parse(settings),
      now: Date.parse("2026-11-20T10:00:00Z"),
      ports: { odoo },
      effect: { key: q.key, delivery: definition.effect?.delivery ?? "at-least-once" },
    } as unknown as StepContext<Config>;
    return { definition, context };
  };
  const execute = async (type: string, config: Config, effectKey = key()): Promise<Record<string, Json>> => {
    const { definition, context } = contextOf(type, config, { key: effectKey, isDry: false });
    const result = await definition.execute?.(context);
    if (result?.kind !== "done" || typeof result.output !== "object" || result.output === null || Array.isArray(result.output)) throw new Error("No output.");
    return result.output;
  };
  /** A step with a list, its settings evaluated for each item. */
  const executeList = async (type: string, config: Config, each: Json[]): Promise<Json> => {
    const { definition, context } = contextOf(type, { ...config, items: [] }, { key: key(), isDry: false });
    const input = definition.input.parse({ connection: "odoo", ...config, each });
    const result = await definition.execute?.({ ...context, input });
    if (result?.kind !== "done") throw new Error("No output.");
    return result.output;
  };
  const preview = async (type: string, config: Config): Promise<EffectPreview[]> => {
    const { definition, context } = contextOf(type, config, { key: key(), isDry: true });
    return (await definition.effect?.preview(context)) ?? [];
  };
  const contact = async (what: string) => (await createOne({ externalId: key(), values: { name: unique(what) } })).id;

  describe("steps", () => {
    it("archive and take back, and leave alone what is archived already", async () => {
      const ids = [await contact("Archived one"), await contact("Archived two")];
      const config = { model: "res.partner", ids };
      expect(await preview("odoo.archive", config)).toMatchObject([{ title: expect.stringMatching(/^Archive contact Archived one/) }, { action: "update" }]);
      expect(await execute("odoo.archive", config)).toMatchObject({ updated: 2, found: 0, failed: 0 });
      expect(await search("res.partner", [["id", "in", ids]], ["name"])).toEqual([]);
      expect(await execute("odoo.archive", config)).toMatchObject({ updated: 0, found: 2 });
      expect(await execute("odoo.archive", { ...config, what: "unarchive" })).toMatchObject({ updated: 2 });
      expect(await search("res.partner", [["id", "in", ids]], ["name"])).toHaveLength(2);
    });

    it("archive says which record is gone, and archives the others", async () => {
      const id = await contact("Still there");
      const config = { model: "res.partner", ids: [987_654_321, id] };
      expect(await failureOf(execute("odoo.archive", config))).toMatchObject({
        class: "business",
        code: "odoo.records_failed",
        message: expect.stringContaining("1 of 2 records of res.partner could not be written"),
      });
      expect(await execute("odoo.archive", { ...config, onFailure: "continue" })).toMatchObject({ found: 1, failed: 1 });
    });

    it("leave a note once, its text as it was written", async () => {
      const id = await contact("Noted");
      const config = { model: "res.partner", id, body: "Signed <today>\nby Ingrid" };
      const effect = key();
      const first = await execute("odoo.message", config, effect);
      expect(first).toMatchObject({ id: expect.any(Number), action: "created" });
      expect(await execute("odoo.message", config, effect)).toEqual({ id: first.id, action: "found" });
      const about: Json[] = [
        ["model", "=", "res.partner"],
        ["res_id", "=", id],
        ["message_type", "=", "comment"],
      ];
      const messages = await search("mail.message", about, ["body", "subtype_id"]);
      expect(messages).toHaveLength(1);
      expect(String(messages[0]?.body)).toContain("Signed &lt;today&gt;");
      expect(messages[0]?.subtype_id).toMatchObject([expect.any(Number), "Note"]);
    });

    it("tell followers once, found again by the key that Odoo keeps with the message", async () => {
      const id = await contact("Told");
      const config = { model: "res.partner", id, body: "<b>Kick-off</b> on Monday", format: "html", to: "followers" };
      const effect = key();
      const first = await execute("odoo.message", config, effect);
      expect(first).toMatchObject({ id: expect.any(Number), action: "created" });
      expect(await execute("odoo.message", config, effect)).toEqual({ id: first.id, action: "found" });
      expect(await read("mail.message", Number(first.id), ["body", "res_id"])).toMatchObject({ body: expect.stringContaining("<b>Kick-off</b>"), res_id: id });
    });

    it("let the item of a list whose related record is missing fail alone, and match by a related record that they look up", async () => {
      const group = unique("Group");
      const { id: parent } = await createOne({ externalId: key(), values: { name: group, is_company: true } });
      const person = (name: string, company: string) => ({
        match: { kind: "fields", fields: ["name", "parent_id"] },
        values: { name, parent_id: { $record: { by: "name", value: company } } },
      });
      const [ann, bob] = [unique("Ann"), unique("Bob")];
      const config = { model: "res.partner", onFailure: "continue", match: { kind: "fields", fields: ["name", "parent_id"] } };
      const list = (each: Json[]) => executeList("odoo.upsert", { ...config, values: { parent_id: { $record: { by: "name" } } } }, each);
      const outcome = await list([person(ann, group), person(bob, unique("Nobody"))]);
      expect(outcome).toMatchObject({
        created: 1,
        failed: 1,
        records: [{ action: "created" }, { id: null, action: "failed", error: { code: "odoo.lookup_missing", field: "parent_id" } }],
      });
      expect(await search("res.partner", [["name", "in", [ann, bob]]], ["name", "parent_id"])).toMatchObject([{ name: ann, parent_id: [parent, group] }]);
      expect(await list([person(bob, group), person(ann, group)])).toMatchObject({ created: 1, found: 1, failed: 0 });
    });

    it("press a button once, on those where it is still to be pressed, and not at all where another record shows that it was", async () => {
      const customer = await contact("Buyer");
      const order = async () => (await createOne({ externalId: key(), model: "sale.order", values: { partner_id: customer } })).id;
      const [first, second] = [await order(), await order()];
      const config = { model: "sale.order", method: "action_confirm", done: [["state", "=", "sale"]] };
      expect(await preview("odoo.call", { ...config, ids: first })).toMatchObject([{ action: "call" }]);
      expect(await execute("odoo.call", { ...config, ids: first })).toMatchObject({ action: "called" });
      // Odoo refuses to confirm an order that is confirmed: it is left out
      expect(await execute("odoo.call", { ...config, ids: [first, second] })).toMatchObject({ action: "called" });
      expect(await execute("odoo.call", { ...config, ids: [first, second] })).toEqual({ result: null, action: "found" });
      expect(await preview("odoo.call", { ...config, ids: first })).toMatchObject([{ action: "none" }]);
      const third = await order();
      const elsewhere = { ...config, ids: third, doneModel: "res.partner", done: [["id", "=", customer]] };
      expect(await execute("odoo.call", elsewhere)).toEqual({ result: null, action: "found" });
      expect(await read("sale.order", third, ["state"])).toMatchObject({ state: "draft" });
    });

    it("refuse an empty message before anything is sent", async () => {
      expect(await failureOf(execute("odoo.message", { model: "res.partner", id: 1, body: "  " }))).toMatchObject({
        class: "business",
        code: "odoo.message_empty",
      });
    });

    it("schedule an activity once, for somebody, of a type by its name", async () => {
      const id = await contact("Busy");
      const config = { model: "res.partner", id, summary: unique("Call back"), activityType: "Call", user: "admin", note: "About <the> offer" };
      const effect = key();
      expect((await preview("odoo.activity", config))[0]).toMatchObject({
        title: expect.stringContaining("Schedule Call back"),
        action: "create",
        model: "res.partner",
      });
      const first = await execute("odoo.activity", config, effect);
      expect(first).toMatchObject({ action: "created" });
      expect(await execute("odoo.activity", config, effect)).toMatchObject({ id: first.id, action: "found" });
      expect(await read("mail.activity", Number(first.id), ["res_model", "res_id", "activity_type_id", "user_id", "date_deadline", "note"])).toMatchObject({
        res_model: "res.partner",
        res_id: id,
        activity_type_id: [expect.any(Number), "Call"],
        user_id: [2, expect.any(String)],
        date_deadline: "2026-11-21",
        note: expect.stringContaining("&lt;the&gt;"),
      });
      expect(await failureOf(execute("odoo.activity", { ...config, activityType: "No such type" }))).toMatchObject({ code: "odoo.lookup_missing" });
    });

    it("attach a file once, and fetch it by its name and by its id", async () => {
      const id = await contact("With a file");
      const name = `contract-${randomUUID()}.txt`;
      const config = { model: "res.partner", id, name, content: "Grüße aus Oslo", mimetype: "text/plain" };
      const effect = key();
      expect(await preview("odoo.attach", config)).toMatchObject([{ action: "create", fields: [{ after: name }, { name: "size", after: 16 }] }]);
      const made = await execute("odoo.attach", config, effect);
      expect(made).toMatchObject({ action: "created" });
      expect(await execute("odoo.attach", config, effect)).toMatchObject({ id: made.id, action: "found" });
      const fetched = await execute("odoo.fetch", { model: "res.partner", record: id, name: "contract-*.txt", encoding: "text" });
      expect(fetched).toMatchObject({ id: made.id, name, size: 16, content: "Grüße aus Oslo" });
      expect(await execute("odoo.fetch", { id: Number(made.id) })).toMatchObject({ content: Buffer.from("Grüße aus Oslo").toString("base64") });
    });

    it("read a report of a record as PDF, by its technical name or its title, and leave nothing behind", async () => {
      const partner = await contact("Payer");
      const model = "account.payment";
      const values = { payment_type: "inbound", partner_type: "customer", partner_id: partner, amount: 120 };
      const { id: record } = await createOne({ externalId: key(), model, values });
      const config = { model, record, report: "account.report_payment_receipt" };
      const files = async () => (await search("ir.attachment", [["res_model", "=", "mail.compose.message"]], ["name"])).length;
      const before = await files();
      const read = async (report: string) => execute("odoo.report", { ...config, report });
      const first = await read(config.report).catch((error: unknown) => failureOf(Promise.reject(error)));
      if ("code" in first) {
        // this Odoo has nothing to print with, and says so
        expect(first).toMatchObject({ code: "odoo.report_tool", kind: "configuration", fix: expect.stringContaining("Install wkhtmltopdf") });
        return;
      }
      expect(first).toMatchObject({ name: expect.stringMatching(/\.pdf$/), mimetype: "application/pdf" });
      const content = Buffer.from(String(first.content), "base64");
      expect([content.subarray(0, 5).toString(), content.length]).toEqual(["%PDF-", first.size]);
      expect(await read("Payment Receipt")).toMatchObject({ mimetype: "application/pdf" });
      expect(await files()).toBe(before);
    });

    it("say what is wrong with a report: none of that name, no such record; a dry run prints nothing", async () => {
      const [payment] = await search("account.payment", [], ["id"]);
      const config = { model: "account.payment", record: Number(payment?.id), report: "account.report_payment_receipt" };
      const missing = await failureOf(execute("odoo.report", { ...config, report: "account.no_such_report" }));
      expect(missing).toMatchObject({ code: "odoo.report_missing", fix: expect.stringContaining("Payment Receipt (account.report_payment_receipt)") });
      expect(await failureOf(execute("odoo.report", { ...config, record: 987_654_321 }))).toMatchObject({ code: "odoo.record_missing" });
      const { definition, context } = contextOf("odoo.report", config, { key: key(), isDry: true });
      expect(await definition.execute?.(context)).toMatchObject({ output: { name: "Payment Receipt.pdf", size: 0 } });
    });

    it("say what is wrong with a file: not there, no base64, no text", async () => {
      const id = await contact("Without files");
      expect(await failureOf(execute("odoo.fetch", { model: "res.partner", record: id, name: "x" }))).toMatchObject({ code: "odoo.file_missing" });
      const config = { model: "res.partner", id, name: "x.bin", content: "not base64!", encoding: "base64" };
      expect(await failureOf(execute("odoo.attach", config))).toMatchObject({ code: "odoo.file_content" });
      const { id: file } = await execute("odoo.attach", { ...config, content: "//79" });
      expect(await failureOf(execute("odoo.fetch", { id: Number(file), encoding: "text" }))).toMatchObject({ code: "odoo.file_not_text" });
    });
  });
}
