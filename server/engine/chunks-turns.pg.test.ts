/** A part that takes longer than its turn lets others go first, and goes on where it was. */
import { expect, test } from "vitest";
import { draw, drawBody, runIn, stepsOf } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile({ limits: { sliceMs: 25 } });

test("a page goes on in its next turn, every record once", async () => {
  type Search = { domain: [string, string, number][]; limit: number };
  target.answer((call, response) => {
    const reply = (body: object) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (call.path !== "/search") return reply({});
    const { domain, limit } = call.body as Search;
    const after = domain.find(([, operator]) => operator === ">")?.[2] ?? 0;
    if (limit === 1) return reply({ records: [{ id: 250 }] });
    return reply({
      records: Array.from({ length: 250 }, (_, index) => ({ id: index + 1 }))
        .filter(({ id }) => id > after)
        .slice(0, limit),
    });
  });
  const send = { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/order", body: { $: "item.id" } } };
  const source = { connection: "crm", model: "res.partner", fields: ["name"], page: 100 };
  const lines = { type: "each", config: { source, concurrency: 4, onFailure: "continue", body: drawBody({ steps: { send }, edges: [] }) } };
  const runId = await rig.started(draw({ steps: { lines }, edges: ["start > lines"] }));
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const sent = target.calls.filter((call) => call.path === "/order").map((call) => Number(call.body));
  expect(sent.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
  expect((await stepsOf(rig.pool, runId)).find((step) => step.step_id === "lines")?.output).toMatchObject({ succeeded: 250, failed: 0, skipped: 0 });
  const { rows } = await database.pool.query<{ turns: number }>("select max(lease_epoch) as turns from run where parent_run = $1", [runId]);
  expect(rows[0]?.turns).toBeGreaterThan(1);
});
