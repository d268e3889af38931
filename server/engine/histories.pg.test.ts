/**
 * What earlier releases wrote down means what it meant: read today, each of their histories is at the same point, after every one of its commits;
 * gone on with from there, it ends as it ended, and asks other systems for exactly what was still to be done, under the same keys.
 *
 * A release keeps its histories with `THROUGHLINE_KEEP_HISTORIES=<version>` in the environment of this file; they are never written again.
 */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { answerAgain, answerScripted, HISTORIES, kept, scripted, told, untilOver } from "../testing/golden.ts";
import type { Golden, Scripted } from "../testing/golden.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { loadRun } from "./load.ts";
import { lookAt, reopenFrames } from "./look.ts";
import { taskOf } from "./queue.ts";
import type { ClaimedRun } from "./types.ts";

const { database, target, rig } = await engineOfFile({ installation: "golden" });
const release = process.env.THROUGHLINE_KEEP_HISTORIES;

const pureOf = ({ document }: Pick<Golden, "document">) =>
  document.steps.filter((step) => step.type === "map" || step.type === "branch").map((step) => step.id);

type Line = Golden["run"];

/** What the first commits of a run had written. */
function writtenBy(golden: Pick<Golden, "commits">, count: number): Line[] {
  const bySeq = new Map(golden.commits.slice(0, count).flatMap(({ rows }) => rows.map((row) => [Number(row.seq), row])));
  return [...bySeq.values()];
}

/** The run as these commits left it, and nothing else of it. */
async function stand(golden: Golden, commits: number): Promise<string> {
  const id = String(golden.run.id);
  for (const table of ["receipt", "resume", "approval", "step_row"]) await database.pool.query(`delete from ${table} where run_id = $1`, [id]);
  await database.pool.query("delete from run where id = $1", [id]);
  const under = { status: "queued", lease_owner: null, finished_at: null, waiting_for: null, failure: null, listed_as: null, wake_requested: false };
  await database.pool.query("insert into run select * from json_populate_record(null::run, $1)", [JSON.stringify({ ...golden.run, ...under })]);
  for (const row of writtenBy(golden, commits))
    await database.pool.query("insert into step_row select * from json_populate_record(null::step_row, $1)", [JSON.stringify({ brief: 0, ...row })]);
  return id;
}

async function insertVersion({ release: of, run, document }: Golden): Promise<void> {
  const flow = [run.flow_id, `${document.flow.key}-${of}`];
  await database.pool.query("insert into flow (id, key, name) values ($1, $2, $2) on conflict do nothing", flow);
  await database.pool.query(
    `insert into version (id, flow_id, number, document, hash, created_by_id, created_by_name)
     values ($1::uuid, $2, $3, $4, $1::uuid::text, 'test', 'Test') on conflict do nothing`,
    [run.version_id, run.flow_id, run.version_number, JSON.stringify(document)],
  );
}

async function standing(id: string) {
  const { rows } = await database.pool.query<ClaimedRun>("select * from run where id = $1", [id]);
  if (!rows[0]) throw new Error(`no run ${id}`);
  // nobody holds it, and it has been held before: its history is read
  const run = await loadRun({ deps: rig.deps, owner: "", row: { ...rows[0], lease_epoch: 2 } });
  await reopenFrames(run, rig.deps.clock.now());
  const { decision, ready } = lookAt(run, { reworkLimit: 20 });
  return { status: decision.status, ready: ready.map((each) => `${each.step}#${each.visit}@${each.item}`), skipped: decision.skipped };
}

/** Every version of every row, by the transaction that wrote it. */
const WATCH = `
  create table written (number bigserial, transaction bigint, run_id uuid, row json);
  create function note_written() returns trigger language plpgsql as $$
  begin
    insert into written (transaction, run_id, row) values (txid_current(), new.run_id, to_json(new));
    return null;
  end $$;
  create trigger watch after insert or update on step_row for each row execute function note_written()`;

async function keep(script: Scripted, version: string): Promise<void> {
  const exchanges = answerScripted(target, script.answers);
  const id = await rig.started(script.document, script.body);
  const decided = script.decide ?? [];
  await untilOver(rig, id, decided);
  const { rows: runs } = await database.pool.query<{ line: Line }>("select to_json(r) as line from run r where id = $1", [id]);
  const { rows: commits } = await database.pool.query<{ rows: Line[] }>(
    "select json_agg(row order by number) as rows from written where run_id = $1 group by transaction order by transaction",
    [id],
  );
  if (!runs[0]) throw new Error(`no run ${id}`);
  const { name, document } = script;
  const golden: Golden = { release: version, name, document, run: runs[0].line, commits: [], exchanges, decided, told: await told(rig, id, pureOf(script)) };
  for (const { rows } of commits) {
    const commit = { rows, status: "", ready: [], skipped: [] };
    golden.commits.push(commit);
    Object.assign(commit, await standing(await stand(golden, golden.commits.length)));
  }
  const file = path.join(HISTORIES, `${version}-${name}.json`);
  if (existsSync(file)) throw new Error(`${file} is there already`);
  writeFileSync(file, `${JSON.stringify(golden, null, 1)}\n`);
}

beforeAll(async () => {
  if (!release) return;
  await database.pool.query(WATCH);
  for (const script of scripted()) await keep(script, release);
});

test("every kind of flow has a history that is kept", () => {
  const names = new Set(kept().map((golden) => golden.name));
  expect(scripted().filter((script) => !names.has(script.name))).toEqual([]);
});

describe.each(kept().map((golden) => ({ of: `${golden.name} of ${golden.release}`, golden })))("$of", ({ golden }) => {
  test("is read as it was meant, after each of its commits", async () => {
    await insertVersion(golden);
    for (const [index, { rows: _, ...meant }] of golden.commits.entries())
      expect(await standing(await stand(golden, index + 1)), `after commit ${index + 1}`).toEqual(meant);
  });

  test("is gone on with from each of its commits, to the same end, asking for nothing that was done", async () => {
    await insertVersion(golden);
    for (const count of golden.commits.keys()) {
      target.calls.length = 0;
      answerAgain(target, golden.exchanges);
      const id = await stand(golden, count + 1);
      const done = writtenBy(golden, count + 1).flatMap((row) => (row.finished_at === null ? [] : [row.effect_key]));
      await database.pool.query("select graphile_worker.add_job($1, json_build_object('runId', $2::text), job_key => 'run:' || $2::text)", [
        taskOf(String(golden.run.latency)),
        id,
      ]);
      await untilOver(rig, id, golden.decided);
      expect(await told(rig, id, pureOf(golden)), `from commit ${count + 1}`).toEqual(golden.told);
      const left = golden.exchanges.map((each) => each.key).filter((key) => !done.includes(key));
      expect(target.calls.map((call) => call.key).sort(), `from commit ${count + 1}`).toEqual(left.sort());
    }
  });
});
