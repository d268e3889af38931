/**
 * Golden histories: what a release wrote down of a run, kept in `server/engine/histories`. A run that one release began must be gone on with
 * by every later one, from wherever it stood, as if nothing had happened.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FlowDocument, Json } from "#flow/document.ts";
import { draw, drawBody, until } from "./engine.ts";
import type { EngineRig } from "./engine.ts";
import type { Target } from "./target.ts";

export const HISTORIES = path.resolve(import.meta.dirname, "../engine/histories");

type Line = { [column: string]: Json };
/** What an effect asked for, by its key, and what it was answered. */
type Exchange = { key: string; path: string; status: number; body: Json };
/** One commit: the rows that it wrote, in the table's own form, and how the run stood then. */
type Commit = { rows: Line[]; status: string; ready: string[]; skipped: string[] };

export type Golden = {
  release: string;
  name: string;
  document: FlowDocument;
  run: Line;
  commits: Commit[];
  exchanges: Exchange[];
  /** what people decided, in their order */
  decided: { step: string; visit: number; port: string }[];
  /** step#visit@item status port, and what pure steps gave */
  told: string[];
};

export type Scripted = {
  name: string;
  document: FlowDocument;
  body: Json;
  /** answers in the order of the calls to a path; the last one stays */
  answers?: { [path: string]: { status: number; body: Json }[] };
  decide?: { step: string; visit: number; port: string }[];
};

const post = (url: Json, body: Json = null) => ({ type: "http", config: { connection: "target", method: "POST", url, body } });
const map = (fields: { [name: string]: Json }) => ({ type: "map", config: { fields: Object.entries(fields).map(([name, value]) => ({ name, value })) } });
const choose = (when: string) => ({ type: "branch", config: { cases: [{ port: "yes", when: { $: when } }], else: "no" } });
const OK = { status: 200, body: { ok: true } };
const NO = { status: 422, body: { ok: false } };

/** One flow for each thing that decides what comes next. */
export function scripted(): Scripted[] {
  const named = (name: string, drawn: Parameters<typeof draw>[0]) => draw({ ...drawn, flow: { key: `golden-${name}`, name } });
  return [
    {
      name: "branches-and-joins",
      body: { amount: 182_000, customer: "Nimbus Retail" },
      document: named("branches-and-joins", {
        steps: {
          fields: map({ amount: { $: "trigger.body.amount" }, drawn: { $: "$random()" } }),
          large: choose("steps.fields.amount > 100000"),
          review: post("/review", { $: "{'amount': steps.fields.amount}" }),
          credit: post("/credit"),
          small: post("/small"),
          first: { ...map({ both: true }), join: "all" },
          last: { ...post("/order", { $: "{'drawn': steps.fields.drawn}" }), join: "any" },
        },
        edges: [
          "start > fields",
          "fields > large",
          "large.yes > review",
          "large.yes > credit",
          "large.no > small",
          "review > first",
          "credit > first",
          "first > last",
          "small > last",
        ],
      }),
    },
    {
      name: "work-sent-back",
      body: {},
      answers: { "/check": [NO, OK].map((answer) => ({ ...answer, status: 200 })) },
      document: named("work-sent-back", {
        steps: {
          prepare: map({ at: { $: "$now()" } }),
          check: post("/check"),
          good: choose("steps.check.body.ok"),
          book: post("/book", { $: "{'at': steps.prepare.at}" }),
        },
        edges: ["start > prepare", "prepare > check", "check > good", "good.yes > book", "good.no ~> prepare"],
      }),
    },
    {
      name: "items-of-which-one-fails",
      body: { lines: ["Analysis", "Build", "Training"] },
      answers: { "/line/Build": [NO] },
      document: named("items-of-which-one-fails", {
        steps: {
          lines: {
            type: "each",
            config: {
              items: { $: "trigger.body.lines" },
              itemKey: { $: "item" },
              onFailure: "continue",
              body: drawBody({ steps: { named: map({ name: { $: "item" } }), line: post({ $: "'/line/' & item" }) }, edges: ["named > line"] }),
            },
          },
          report: post("/report", { $: "{'failed': steps.lines.failed}" }),
        },
        edges: ["start > lines", "lines > report"],
      }),
    },
    {
      name: "taken-back",
      body: {},
      answers: { "/ship": [NO] },
      document: named("taken-back", {
        steps: {
          book: post("/book"),
          pay: post("/pay"),
          ship: post("/ship"),
          unbook: post("/unbook", { $: "{'was': steps.book.body.ok}" }),
          refund: post("/refund"),
        },
        edges: ["start > book", "book > pay", "pay > ship", "book.compensate > unbook", "pay.compensate > refund"],
      }),
    },
    {
      name: "caught-and-stopped",
      body: {},
      answers: { "/first": [NO] },
      document: named("caught-and-stopped", {
        steps: {
          first: post("/first"),
          told: post("/told"),
          end: { type: "stop", config: { outcome: "failed", reason: "The first call was refused" } },
        },
        edges: ["start > first", "first.error > told", "told > end"],
      }),
    },
    {
      name: "asked-and-waited",
      body: {},
      decide: [
        { step: "ask", visit: 1, port: "changes" },
        { step: "ask", visit: 2, port: "approved" },
      ],
      document: named("asked-and-waited", {
        steps: {
          draft: post("/draft"),
          ask: { type: "approve", config: { title: "Start it?", assignees: { roles: ["approver"] } } },
          pause: { type: "wait", config: { for: "PT0.2S" } },
          send: post("/send"),
          no: map({ refused: true }),
        },
        edges: ["start > draft", "draft > ask", "ask.approved > pause", "pause > send", "ask.rejected > no", "ask.changes ~> draft"],
      }),
    },
  ];
}

export function kept(): Golden[] {
  return readdirSync(HISTORIES)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(HISTORIES, file), "utf8")) as Golden);
}

/** The other system answers a key as it did, and refuses what it was never asked. */
export function answerAgain(target: Target, exchanges: Exchange[]): void {
  target.answer((call, response) => {
    const known = exchanges.find((each) => each.key === call.key && each.path === call.path);
    response.writeHead(known?.status ?? 418, { "content-type": "application/json" }).end(JSON.stringify(known?.body ?? null));
  });
}

/** The other system answers as the script says, and what it answered is told. */
export function answerScripted(target: Target, answers: Scripted["answers"] = {}): Exchange[] {
  const exchanges: Exchange[] = [];
  target.answer((call, response) => {
    const list = answers[call.path] ?? [OK];
    const nth = exchanges.filter((each) => each.path === call.path).length;
    const { status, body } = list[Math.min(nth, list.length - 1)] ?? OK;
    exchanges.push({ key: call.key ?? "", path: call.path, status, body });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  return exchanges;
}

/** Goes with a run to its end; people decide what they decided. */
export async function untilOver(rig: EngineRig, runId: string, decided: Golden["decided"]): Promise<void> {
  const given = new Set<string>();
  await until(
    async () => {
      const { rows } = await rig.pool.query<{ status: string }>("select status from run where id = $1", [runId]);
      if (["succeeded", "failed", "cancelled"].includes(rows[0]?.status ?? "")) return true;
      const open = await rig.pool.query<{ step_id: string; visit: number }>("select step_id, visit from step_run where run_id = $1 and status = 'waiting'", [
        runId,
      ]);
      for (const { step, visit, port } of decided) {
        const isAsked = open.rows.some((row) => row.step_id === step && row.visit === visit);
        if (!isAsked || given.has(`${step}#${visit}`)) continue;
        given.add(`${step}#${visit}`);
        await rig.engine.resume({ runId, stepId: step, visit, port, output: { outcome: port }, delayMs: 0 });
      }
      return false;
    },
    { of: `the end of run ${runId}` },
  );
}

/** What a run did, as it is compared: not when, and not by whom. */
export async function told(rig: EngineRig, runId: string, pure: readonly string[]): Promise<string[]> {
  const { rows } = await rig.pool.query<{
    step_id: string;
    visit: number;
    item: string;
    status: string;
    port: string | null;
    output: Json;
    effect_key: string | null;
  }>("select step_id, visit, item, status, port, output, effect_key from step_run where run_id = $1", [runId]);
  return rows
    .map((row) => {
      const gave = pure.includes(row.step_id) ? JSON.stringify(row.output) : "";
      return [`${row.step_id}#${row.visit}@${row.item}`, row.status, row.port ?? "-", row.effect_key ?? "", gave].join(" ").trimEnd();
    })
    .sort();
}
