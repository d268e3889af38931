/**
 * A workspace to try things out in, for an empty database: the demo firm, its people, its connections to the built-in systems, a deployed
 * flow and what its CRM reported this morning. Every part makes only what is missing, so a seed that was broken off is finished by the next start.
 */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { FlowDocument } from "#flow/document.ts";
import type { Actor, App } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { Clock, Engine, RegistrationSource } from "#server/deps.ts";
import type { Env } from "#server/env.ts";
import type { Log } from "#server/log.ts";
import { ARRIVALS, bodyOf, originOf } from "./arrivals.ts";
import { seedContracts } from "./contracts.ts";
import { DEMO_DOMAIN, seedPeople, SYSTEM } from "./people.ts";
import { seedPractice } from "./practice.ts";
import type { PracticeSystems } from "./practice.ts";

const LOCK = sqlFile(import.meta.url, "lock");
const UNLOCK = sqlFile(import.meta.url, "unlock");
const IS_EMPTY = sqlFile(import.meta.url, "is-empty");
const MARK_SEEDED = sqlFile(import.meta.url, "mark-seeded");

const DEPLOYED = flowFile("won-opportunity-to-project");
const DRAFT = flowFile("kick-off-note");

/** How long the first approvals may take to come up; without a worker they come later and nobody decides them. */
const PATIENCE_MS = 15_000;

export type SeedDeps = Omit<PracticeSystems, "publicUrl" | "app"> & {
  app: App;
  pool: Pool;
  engine: Pick<Engine, "accept">;
  registrations: Pick<RegistrationSource, "byFlow">;
  env: Pick<Env, "demoPassword" | "publicUrl">;
  clock: Clock;
  log: Log;
};

/** Does nothing unless a demo password is set and the database is empty. @returns whether it seeded */
export async function seedDemo(deps: SeedDeps): Promise<boolean> {
  const { demoPassword: password } = deps.env;
  if (password === null) return false;
  const lock = await deps.pool.connect();
  try {
    const { mine } = z.object({ mine: z.boolean() }).parse((await lock.query(LOCK)).rows[0]);
    if (!mine) return false;
    try {
      const { empty } = z.object({ empty: z.boolean() }).parse((await lock.query(IS_EMPTY, [DEMO_DOMAIN, [DEPLOYED.flow.key, DRAFT.flow.key]])).rows[0]);
      if (!empty) return false;
      await seed(deps, password);
      await lock.query(MARK_SEEDED, [new Date(deps.clock.now())]);
      return true;
    } finally {
      await lock.query(UNLOCK);
    }
  } finally {
    lock.release();
  }
}

async function seed(deps: SeedDeps, password: string): Promise<void> {
  const { app } = deps;
  const people = await seedPeople({ access: app.access, pool: deps.pool, password });
  await seedPractice({ ...deps, publicUrl: deps.env.publicUrl });
  await seedSandbox(app);
  await seedValues(app);
  await seedFlows(app, people.analyst);
  await seedContracts(app, people.analyst);
  await seedArrivals(deps);
  await approveSome(deps, people.approver);
  deps.log.info({ people: Object.keys(people).length, arrivals: ARRIVALS.length }, "the demo workspace is ready");
}

/** Its connections lead to the practice systems, so that test runs may send there. */
async function seedSandbox({ access }: App): Promise<void> {
  const test = (await access.environments()).find((environment) => environment.key === "test");
  if (test && !test.sandbox) await access.setSandbox(SYSTEM, { environment: test.key, sandbox: true });
}

/** The secret is the same in every installation: it guards nothing but the demo's own webhook, and the guides show it. */
const DEMO_SIGNATURE_KEY = "halvorsen-crm-demo-signature-key";

async function seedValues(app: App): Promise<void> {
  for (const { key: environment } of await app.access.environments()) {
    const secrets = await app.connections.secrets({ environment });
    if (!secrets.some((secret) => secret.name === "crm")) await app.connections.putSecret(SYSTEM, { environment, name: "crm", value: DEMO_SIGNATURE_KEY });
    const variables = await app.connections.variables({ environment });
    for (const [name, value] of Object.entries({ approval_threshold: 50_000, company: "Halvorsen Partners" })) {
      if (!variables.some((variable) => variable.name === name)) await app.connections.putVariable(SYSTEM, { environment, name, value });
    }
  }
}

async function seedFlows(app: App, analyst: Actor): Promise<void> {
  const { flow } = DEPLOYED;
  await app.flows.import(analyst, { document: DEPLOYED, publish: false });
  const { version, problems } = await app.flows.publish(analyst, { flow: flow.key, note: "Large contracts wait for the project office" });
  if (version === null) throw new Error(`The demo flow ${flow.key} cannot be published: ${problems.map((problem) => problem.message).join(" ")}`);
  await app.flows.deploy(analyst, { flow: flow.key, environment: "production", version });
  await app.flows.import(analyst, { document: DRAFT, publish: false });
  const samples = await app.flows.samples({ flow: flow.key });
  const sample = async (name: string, reference: string, pinned: boolean) => {
    const won = ARRIVALS.find((each) => each.reference === reference);
    if (won === undefined || samples.some((each) => each.name === name)) return;
    await app.flows.saveSample(analyst, {
      flow: flow.key,
      name,
      trigger: { body: bodyOf(won), headers: { "content-type": "application/json" }, query: {} },
      pinned,
    });
  };
  await sample("Large contract", "OP-2381", true);
  await sample("Small contract", "OP-2384", false);
}

async function seedArrivals({ engine, registrations }: SeedDeps): Promise<void> {
  const registration = await registrations.byFlow({ environment: "production", flowKey: DEPLOYED.flow.key, type: "trigger.webhook" });
  if (registration === null) throw new Error(`The demo flow ${DEPLOYED.flow.key} is deployed and does not listen.`);
  for (const won of ARRIVALS) {
    await engine.accept({ registration, trigger: { body: bodyOf(won), headers: { "content-type": "application/json" }, query: {} }, originKey: originOf(won) });
  }
}

async function approveSome(deps: SeedDeps, approver: Actor): Promise<void> {
  const { approvals } = deps.app;
  const expected = ARRIVALS.filter((won) => won.fate === "is approved" || won.fate === "waits").length;
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const open = (await approvals.list(approver, { environment: "production", state: "open" })).items;
    if (open.length >= expected || performance.now() > until) {
      for (const won of ARRIVALS.filter((each) => each.fate === "is approved")) {
        const asked = open.find((approval) => approval.businessKey === won.reference);
        if (asked === undefined) continue;
        const { seen } = await approvals.get(approver, { id: asked.id });
        await approvals.decide(approver, { id: asked.id, outcome: "approved", reason: "Team and start date are confirmed.", seen });
      }
      return;
    }
    await pause(200);
  }
}

function flowFile(name: string): FlowDocument {
  return FlowDocument.parse(JSON.parse(readFileSync(new URL(`./${name}.flow.json`, import.meta.url), "utf8")));
}
