/** Sensitive values: never readable in the database, whole for the engine, in every life of a run. */
import { expect, test } from "vitest";
import { draw, OPERATOR, runIn, stepsOf } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { target, rig } = await engineOfFile();
const IBAN = "SE3550000000054910000003";

const flow = () =>
  draw({
    steps: {
      pay: {
        type: "map",
        config: {
          fields: [
            { name: "iban", value: { $: "trigger.body.person.iban" } },
            { name: "who", value: { $: "trigger.body.person.name" } },
          ],
        },
      },
      pause: { type: "wait", config: { for: "PT0.1S" } },
      send: { type: "http", delivery: "exactly-once", config: { connection: "target", method: "POST", url: "/pay", body: { $: "steps.pay" } } },
    },
    edges: ["start > pay", "pay > pause", "pause > send"],
    flow: { sensitive: ["iban"] },
  });

/** Everything that the database holds of runs, as text. */
async function everything(): Promise<string> {
  const tables = ["run", "step_run", "receipt"];
  const rows = await Promise.all(tables.map((table) => rig.pool.query(`select to_jsonb(t) as row from ${table} t`)));
  return JSON.stringify(rows.flatMap((result) => result.rows));
}

test("a sensitive value arrives where it is sent, and stands nowhere in the database; a run that waits and a replay still have it", async () => {
  target.answer((call, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ iban: (call.body as { iban: string }).iban, ok: true })),
  );
  const runId = await rig.started(flow(), { person: { name: "Elin Moberg", iban: IBAN } });
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect(target.calls.map((call) => call.body)).toEqual([{ iban: IBAN, who: "Elin Moberg" }]);
  expect(await everything()).not.toContain(IBAN);
  expect(await everything()).toContain("Elin Moberg");
  expect((await stepsOf(rig.pool, runId)).find((step) => step.step_id === "pay")?.output).toMatchObject({
    who: "Elin Moberg",
    iban: { $sealed: expect.any(String) },
  });

  const same = await rig.engine.replay({ actor: OPERATOR, runId });
  await runIn(rig.pool, { id: same.runId, status: "succeeded" });
  expect((await stepsOf(rig.pool, same.runId)).find((step) => step.step_id === "send")?.how).toBe("found");
  expect(target.calls).toHaveLength(1);

  // somebody edits what they see, where the value is dots
  const edited = await rig.engine.replay({ actor: OPERATOR, runId, triggerBody: { person: { name: "Elin Moberg-Ek", iban: "••••••••" } }, asNewEvent: true });
  await runIn(rig.pool, { id: edited.runId, status: "succeeded" });
  expect(target.calls.at(-1)?.body).toEqual({ iban: IBAN, who: "Elin Moberg-Ek" });
  expect(await everything()).not.toContain(IBAN);
});

test("whoever waits for the result gets the value that the flow gave", async () => {
  const runId = await rig.started(
    draw({
      steps: { out: { type: "map", config: { fields: [{ name: "iban", value: { $: "trigger.body.iban" } }] } } },
      edges: ["start > out"],
      flow: { sensitive: ["iban"] },
    }),
    { iban: IBAN },
  );
  expect(await rig.engine.waitFor({ runId, milliseconds: 10_000 })).toMatchObject({ status: "succeeded", output: { iban: IBAN } });
});
