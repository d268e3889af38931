import { describe, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { KeptRules } from "#flow/kept-rules.ts";
import type { BacktestReport } from "../app.ts";
import { deploy, draw, drawBody, runIn } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile();

const http = (url: string, body: Json, method = "POST") => ({ type: "http", config: { connection: "target", method, url, body } });
const map = (fields: Record<string, string>) => ({
  type: "map",
  config: { fields: Object.entries(fields).map(([name, $]) => ({ name, value: { $ } })) },
});

const noRules = (document: FlowDocument): KeptRules => ({ flow: document.flow.key, relations: {}, judgedBy: [] });

/** Deployed, and gone through by one run for each body; then everything that the other system heard is forgotten. */
async function recorded(document: FlowDocument, bodies: Json[], status = "succeeded") {
  const { flowId } = await deploy(database.pool, document);
  const registration = await rig.registration(flowId);
  const runs: string[] = [];
  for (const body of bodies) {
    const { runId } = await rig.engine.accept({ registration, trigger: { body }, originKey: null });
    await runIn(database.pool, { id: runId, status });
    runs.push(runId);
  }
  target.calls.length = 0;
  const backtest = (draft: FlowDocument, last = 20, ownership = noRules(draft)): Promise<BacktestReport> =>
    rig.engine.backtest({ flowId, environment: "production", document: draft, contracts: {}, ownership, last });
  return { runs, backtest };
}

const order = (over: { total?: string; url?: string } = {}): FlowDocument =>
  draw({
    steps: {
      fields: map({ total: over.total ?? "trigger.body.net * 1.19", at: "$now()", luck: "$random()" }),
      send: { name: "Send the order", ...http(over.url ?? "/orders", { $: "steps.fields" }) },
      note: { name: "Note it", ...http("/notes", { $: "{'order': steps.send.body.count}" }) },
    },
    edges: ["start > fields", "fields > send", "send > note"],
  });

const kinds = (report: BacktestReport) => report.differences.map(({ step, kind, item }) => [step, kind, ...(item === null ? [] : [item])]);

describe("a backtest", () => {
  test("of what is deployed finds nothing: neither time nor chance differ, and nothing is sent", async () => {
    const document = order();
    const { backtest } = await recorded(document, [{ net: 100 }, { net: 200 }, { net: 300 }]);
    expect(await backtest(document)).toEqual({ runs: { looked: 3, same: 3, differ: 0, untold: 0 }, differences: [], untold: [] });
    expect(target.calls).toEqual([]);
  });

  test("names what would be written otherwise, per field, of the run that wrote it; the latest runs first, and no more than asked", async () => {
    const document = order();
    const { runs, backtest } = await recorded(document, [{ net: 100 }, { net: 200 }, { net: 0 }]);
    const report = await backtest({ ...order({ total: "trigger.body.net * 1.2" }), flow: document.flow }, 2);
    expect(report.runs).toEqual({ looked: 2, same: 1, differ: 1, untold: 0 });
    expect(report.differences).toEqual([
      {
        run: { id: runs[1], businessKey: null },
        step: "send",
        name: "Send the order",
        item: null,
        kind: "changed",
        title: "HTTP request",
        model: null,
        fields: [{ name: "body.total", label: "body.total", before: 238, after: 240 }],
      },
    ]);
    expect(target.calls).toEqual([]);
  });

  test("a write that is new, and one that is gone; a renamed step is the same", async () => {
    const document = order();
    const { backtest } = await recorded(document, [{ net: 100 }]);
    const draft = draw({
      steps: {
        fields: map({ total: "trigger.body.net * 1.19", at: "$now()", luck: "$random()" }),
        order: { ...http("/orders", { $: "steps.fields" }), was: ["send"] },
        tell: http("/tell", { $: "{'order': steps.order.body.count}" }),
      },
      edges: ["start > fields", "fields > order", "order > tell"],
    });
    const report = await backtest(draft);
    expect(kinds(report)).toEqual([
      ["tell", "added"],
      ["note", "gone"],
    ]);
    // what the renamed step answered then is what comes after it sees
    expect(report.differences[0]?.fields).toContainEqual({ name: "body.order", label: "body.order", before: null, after: expect.any(Number) });
  });

  test("what a new write would give is not known: what comes after it is compared with that said", async () => {
    const document = order();
    const { backtest } = await recorded(document, [{ net: 100 }]);
    const draft = draw({
      steps: {
        partner: { type: "odoo.create", config: { connection: "odoo", model: "res.partner", values: { name: "Acme" } } },
        fields: map({ total: "trigger.body.net * 1.19", at: "$now()", luck: "$random()" }),
        send: http("/orders", { $: "$merge([steps.fields, {'partner': steps.partner.id}])" }),
        note: http("/notes", { $: "{'order': steps.send.body.count}" }),
      },
      edges: ["start > partner", "partner > fields", "fields > send", "send > note"],
    });
    const report = await backtest(draft);
    expect(kinds(report)).toEqual([
      ["partner", "added"],
      ["send", "changed"],
    ]);
    expect(report.differences[0]).toMatchObject({
      model: "res.partner",
      fields: expect.arrayContaining([{ name: "values.name", label: "name", before: null, after: "Acme" }]),
    });
    expect(report.differences[1]?.fields).toEqual([{ name: "body.partner.$new", label: "body.partner.$new", before: null, after: "partner" }]);
  });

  test("where the draft reads what nobody read then, it says so, and takes nothing for gone", async () => {
    const document = order();
    const { runs, backtest } = await recorded(document, [{ net: 100 }]);
    const draft = draw({
      steps: { price: { name: "Ask the price", ...http("/price", null, "GET") }, send: http("/orders", { $: "steps.price.body" }) },
      edges: ["start > price", "price > send"],
    });
    expect(await backtest(draft)).toEqual({
      runs: { looked: 1, same: 0, differ: 0, untold: 1 },
      differences: [],
      untold: [{ run: { id: runs[0], businessKey: null }, reason: "What comes after Ask the price cannot be told: the run did not read there." }],
    });
    expect(target.calls).toEqual([]);
  });

  test("a filter that declines what was accepted takes every write away; one that accepts what was declined adds them", async () => {
    const open = order();
    const strict: FlowDocument = {
      ...open,
      steps: open.steps.map((step) => (step.id === "start" ? { ...step, config: { ...step.config, filter: { $: "trigger.body.net > 1000" } } } : step)),
    };
    const accepted = await recorded(open, [{ net: 100 }]);
    expect(kinds(await accepted.backtest(strict))).toEqual([
      ["send", "gone"],
      ["note", "gone"],
    ]);
    const declined = await recorded({ ...strict, flow: { ...strict.flow, key: `${strict.flow.key}-strict` } }, [{ net: 100 }], "skipped");
    expect(kinds(await declined.backtest(open))).toEqual([
      ["send", "added"],
      ["note", "added"],
    ]);
  });

  test("a run that failed: the same request would fail again, another one is shown", async () => {
    target.answer((_, response) => response.writeHead(422, { "content-type": "application/json" }).end("{}"));
    const document = order();
    const { backtest } = await recorded(document, [{ net: 100 }], "failed");
    expect(await backtest(document)).toMatchObject({ runs: { looked: 1, same: 1 } });
    expect(kinds(await backtest({ ...order({ total: "1" }), flow: document.flow }))).toEqual([["send", "changed"]]);
  });

  test("what an ownership rule would not let the draft write is told as stopped, with why, and what comes after it is gone", async () => {
    const document = order();
    const { backtest } = await recorded(document, [{ net: 100, vat: "DE811907980" }]);
    const partner = (values: Json) =>
      draw({
        steps: {
          partner: { name: "Customer", type: "odoo.create", config: { connection: "odoo", model: "res.partner", values } },
          note: http("/notes", { $: "{'order': steps.partner.id}" }),
        },
        edges: ["start > partner", "partner > note"],
      });
    const vat = { id: "r1", object: { kind: "model", name: "res.partner" }, field: "vat", system: "Finance", policy: "stop", writers: [] } as const;
    const rules = (flow: FlowDocument): KeptRules => ({ flow: flow.flow.key, relations: {}, judgedBy: [[vat]] });
    // values that come as a whole: only a run knows what is in them
    const whole = partner({ $: "{'name': 'Acme', 'vat': trigger.body.vat}" });
    const report = await backtest(whole, 20, rules(whole));
    expect(kinds(report)).toEqual([
      ["partner", "stopped"],
      ["send", "gone"],
      ["note", "gone"],
    ]);
    expect(report.differences[0]?.reason).toBe("res.partner.vat belongs to Finance, and Customer would write it. Nothing was written.");
    expect(report.differences[0]?.fields).toContainEqual({ name: "values.vat", label: "vat", before: null, after: "DE811907980" });
    const free = partner({ name: "Acme" });
    expect(kinds(await backtest(free, 20, rules(free)))).toContainEqual(["partner", "added"]);
    expect(kinds(await backtest(whole))).toContainEqual(["partner", "added"]);
  });

  test("each item of a for each is compared with itself", async () => {
    const each = (price: string) =>
      draw({
        steps: {
          lines: {
            type: "each",
            config: {
              items: { $: "trigger.body.lines" },
              itemKey: { $: "item.sku" },
              body: drawBody({ steps: { line: http("/lines", { sku: { $: "item.sku" }, price: { $: price } }) }, edges: [] }),
            },
          },
        },
        edges: ["start > lines"],
      });
    const { backtest } = await recorded(each("item.price"), [
      {
        lines: [
          { sku: "A-1", price: 10 },
          { sku: "B 7", price: 900 },
        ],
      },
    ]);
    const report = await backtest(each("$min([item.price, 500])"));
    expect(kinds(report)).toEqual([["line", "changed", "B 7"]]);
    expect(report.differences[0]?.fields).toEqual([{ name: "body.price", label: "body.price", before: 900, after: 500 }]);
  });

  test("values that the flow calls sensitive are dots, whether they differ or not", async () => {
    const drawn = (total: string): FlowDocument => ({ ...order({ total }), flow: { ...order().flow, sensitive: ["total"] } });
    const { backtest } = await recorded(drawn("trigger.body.net"), [{ net: 100 }]);
    const report = await backtest(drawn("trigger.body.net + 1"));
    expect(report.differences.map((difference) => difference.fields)).toEqual([
      [{ name: "body.total", label: "body.total", before: "••••••••", after: "••••••••" }],
    ]);
  });

  test("a draft without the trigger that started the run says so", async () => {
    const { runs, backtest } = await recorded(order(), [{ net: 100 }]);
    const { steps, ...rest } = order();
    const draft = { ...rest, steps: steps.map((step) => (step.id === "start" ? { ...step, id: "other" } : step)), edges: [] };
    expect((await backtest(draft)).untold).toEqual([
      { run: { id: runs[0], businessKey: null }, reason: "The draft has no counterpart of the trigger start, by which this run was started." },
    ]);
  });
});
