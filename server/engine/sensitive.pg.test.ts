/** Sensitive values: never readable in the database, whole for the engine, in every life of a run. */
import { expect, test } from "vitest";
import { createEvents } from "../events/create.ts";
import { DOTS } from "../sensitive.ts";
import { deploy, draw, OPERATOR, runIn, stepsOf, until } from "../testing/engine.ts";
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
  const tables = ["run", "step_run", "receipt", "event", "approval", "resume"];
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

test("an event is sealed by what its publisher and its subscribers call sensitive; who subscribes or waits gets it whole, the log shows dots", async () => {
  const secret = { iban: "GB33BUKB20201555555555", salary: 123_456, who: "Elin Moberg" };
  const got = { type: "map", config: { fields: [{ name: "iban", value: { $: "trigger.body.iban" } }] } };
  const tell = { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/told", body: { $: "steps" } } };
  const subscriber = draw({
    steps: { start: { type: "trigger.event", config: { topic: "pay.changed" } }, tell: { ...tell, config: { ...tell.config, body: { $: "trigger.body" } } } },
    edges: ["start > tell"],
    flow: { sensitive: ["salary", "iban"] },
  });
  await deploy(rig.pool, subscriber);
  const waits = await rig.started(
    draw({
      steps: {
        heard: { type: "wait", config: { event: { topic: "pay.changed", match: { $: "event.body.iban = trigger.body.iban" } } } },
        tell: { ...tell, config: { ...tell.config, url: "/heard", body: { $: "steps.heard.body" } } },
      },
      edges: ["start > heard", "heard > tell"],
      flow: { sensitive: ["iban", "salary"] },
    }),
    { iban: secret.iban },
  );
  await runIn(rig.pool, { id: waits, status: "waiting" });
  const publisher = draw({
    steps: { got, out: { type: "event.publish", config: { topic: "pay.changed", payload: { $: "trigger.body" } } } },
    edges: ["start > got", "got > out"],
    flow: { sensitive: ["iban"] },
  });
  await rig.started(publisher, secret);
  await runIn(rig.pool, { id: waits, status: "succeeded" });
  await until(() => target.calls.length === 2);
  expect(target.calls.map((call) => call.body)).toEqual([secret, secret]);
  const kept = await rig.pool.query("select payload from event where topic = 'pay.changed'");
  expect(kept.rows).toEqual([{ payload: { iban: { $sealed: expect.any(String) }, salary: { $sealed: expect.any(String) }, who: "Elin Moberg" } }]);
  const events = createEvents({ pool: rig.pool, engine: rig.engine, audit: rig.deps.audit });
  expect((await events.list({ environment: "production", topic: "pay.changed" })).items.map((event) => event.payload)).toEqual([
    { iban: DOTS, salary: DOTS, who: "Elin Moberg" },
  ]);
  // from outside, the subscribers alone say what is sensitive
  await events.publish(OPERATOR, { environment: "production", topic: "pay.changed", payload: { salary: 98_765 } });
  await until(() => target.calls.length === 3);
  const all = await everything();
  for (const value of [secret.iban, "98765"]) expect(all).not.toContain(value);
  // the publishing flow does not call it so: its own history shows it, the event that others read does not
  expect(JSON.stringify(kept.rows)).not.toContain("123456");
});

test("what people are asked shows no sensitive value in its title, and keeps the facts sealed; a form that starts a run is sealed like every trigger", async () => {
  const runId = await rig.started(
    draw({
      steps: {
        start: { type: "trigger.form", config: { title: "New account", schema: { type: "object" } } },
        ask: {
          type: "approve",
          config: {
            title: { $: "'Pay to ' & trigger.body.iban & '?'" },
            facts: [
              { label: "Account", value: { $: "trigger.body.iban" }, format: "text" },
              { label: "Ends with", value: { $: "$substring(trigger.body.iban, -4)" }, format: "text" },
              { label: "Who", value: { $: "trigger.body.who" }, format: "text" },
            ],
            assignees: { roles: ["approver"] },
          },
        },
      },
      edges: ["start > ask"],
      flow: { sensitive: ["iban"] },
    }),
    { iban: IBAN, who: "Elin Moberg" },
  );
  const run = await runIn(rig.pool, { id: runId, status: "waiting" });
  expect(JSON.stringify(run.waiting_for)).toContain(`Pay to ${DOTS}?`);
  const { rows } = await rig.pool.query("select title, facts from approval where run_id = $1", [runId]);
  expect(rows).toMatchObject([{ title: `Pay to ${DOTS}?`, facts: [{ value: { $sealed: expect.any(String) } }, { value: "0003" }, { value: "Elin Moberg" }] }]);
  expect(rig.deps.sensitive.open(rows[0].facts[0].value)).toBe(IBAN);
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
