/** Steps that write a list: what their settings give for each of its items, and what the run learns of records that failed. */
import { describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooList, OdooOutcome, OdooPort } from "#flow/ports.ts";
import type { StepContext } from "#flow/step.ts";
import { findStep } from "#flow/steps/index.ts";
import { inputOf } from "./language.ts";

const customers: Json[] = [{ id: 7, name: "Nordlys Energi AS" }, { name: "Nobody's key" }, { id: 9, name: "Brandt Maschinenbau GmbH" }];
const config = {
  connection: "odoo",
  model: "res.partner",
  items: { $: "trigger.body.customers" },
  match: { kind: "external-id", key: { $: "'crm-' & item.id" } },
  values: { name: { $: "item.name" }, ref: { $: "$string(index)" } },
};

async function inputFor(body: Json, more: Record<string, Json> = {}) {
  const definition = findStep("odoo.upsert");
  if (!definition) throw new Error("There is no such step.");
  const step = { id: "customers", type: "odoo.upsert", config: { ...config, ...more } };
  const run = { id: "r", correlationId: "c", startedAt: "2026-11-20T10:00:00Z", environment: "test", businessKey: null };
  const scope = { trigger: { body }, steps: {}, run, vars: {} };
  return { definition, step, ...(await inputOf({ step, definition, scope, language: { now: 0, seed: "s", step: step.id }, replaced: undefined })) };
}

async function executed(outcomes: OdooOutcome[], more: Record<string, Json> = {}) {
  const asked: OdooList[] = [];
  const { definition, step, input } = await inputFor({ customers }, more);
  const odoo = {
    writeList: async (call: OdooList) => {
      asked.push(call);
      return outcomes;
    },
  } as unknown as OdooPort;
  const context = { step, input, ports: { odoo }, effect: { key: "effect", delivery: "exactly-once" } } as unknown as StepContext<Record<string, Json>>;
  const result = definition.execute?.(context).catch((error: unknown) => error);
  return { asked, result: await result };
}

const written = (id: number): OdooOutcome => ({ id, action: "created", changed: [] });

describe("a list in the settings of a step", () => {
  test("gives each of its items a record of its own; one whose key is incomplete is refused alone", async () => {
    const { input, resolved } = await inputFor({ customers });
    expect(input.each).toMatchObject([
      { match: { kind: "external-id", key: "crm-7" }, values: { name: "Nordlys Energi AS", ref: "0" } },
      { refused: { code: "expression.key_operand_missing" } },
      { match: { kind: "external-id", key: "crm-9" }, values: { name: "Brandt Maschinenbau GmbH", ref: "2" } },
    ]);
    // what receipts compare is what is asked for, not how it is written
    expect(resolved).not.toHaveProperty("items");
    expect(await inputFor({ customers: [] })).toMatchObject({ input: { each: [] } });
  });

  test("is tried whole before the step fails, and the failure names who failed and of what", async () => {
    const refusal: OdooOutcome = {
      id: null,
      action: "failed",
      changed: [],
      error: { code: "odoo.selection", message: "type of res.partner has no choice x.", field: "type" },
    };
    const { asked, result } = await executed([written(1), refusal]);
    expect(asked[0]?.records.map(({ match }) => match)).toMatchObject([{ key: "crm-7" }, { key: "crm-9" }]);
    expect(result).toBeInstanceOf(StepFailure);
    expect(result).toMatchObject({
      failure: {
        class: "business",
        code: "odoo.records_failed",
        message: expect.stringContaining("2 of 3 records of res.partner could not be written"),
        detail: {
          written: 1,
          failed: [
            { place: 2, error: { code: "expression.key_operand_missing" } },
            { place: 3, name: "Brandt Maschinenbau GmbH" },
          ],
        },
      },
    });
  });

  test("goes on with the outcomes in their places where the step is told to", async () => {
    const { result } = await executed(
      [written(1), { id: 2, action: "updated", changed: [{ field: "name", before: "Brandt", after: "Brandt Maschinenbau GmbH" }] }],
      {
        onFailure: "continue",
      },
    );
    expect(result).toMatchObject({
      kind: "done",
      output: { created: 1, updated: 1, found: 0, failed: 1, records: [{ id: 1 }, { id: null, action: "failed" }, { id: 2, action: "updated" }] },
    });
  });
});
