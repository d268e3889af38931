import { describe, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import { draw, drawBody, OPERATOR, runIn, stepsOf } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { target, rig } = await engineOfFile();

const post = (url: string, body: Json = null) => ({ type: "http", config: { connection: "target", method: "POST", url, body } });
const paths = () => target.calls.map((call) => call.path);

/** start > book > pay > ship, of which the first two can be taken back */
const trip = (over: FlowDocument["steps"][number]["config"] = {}): FlowDocument =>
  draw({
    steps: {
      book: post("/book"),
      pay: post("/pay"),
      ship: post("/ship"),
      unbook: { ...post("/unbook", { $: "{'was': steps.book.body.count}" }), ...over },
      refund: post("/refund"),
    },
    edges: ["start > book", "book > pay", "pay > ship", "book.compensate > unbook", "pay.compensate > refund"],
  });

/** The other system refuses these. */
function refuse(...refused: string[]): void {
  target.answer((call, response) => {
    const status = refused.includes(call.path) ? 422 : 200;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ count: target.calls.length }));
  });
}

describe("compensation", () => {
  test("takes back what had been done when the run fails, the latest first, once, and sees what was done", async () => {
    refuse("/ship");
    const runId = await rig.started(trip());
    const row = await runIn(rig.pool, { id: runId, status: "failed" });
    expect(row.failure).toMatchObject({ where: { step: "ship" } });
    expect(paths()).toEqual(["/book", "/pay", "/ship", "/refund", "/unbook"]);
    expect(target.calls.at(-1)?.body).toEqual({ was: 1 });
    expect((await stepsOf(rig.pool, runId)).map((step) => [step.step_id, step.status])).toEqual([
      ["start", "succeeded"],
      ["book", "succeeded"],
      ["pay", "succeeded"],
      ["ship", "failed"],
      ["refund", "succeeded"],
      ["unbook", "succeeded"],
    ]);
  });

  test("does nothing in a run that succeeds", async () => {
    const runId = await rig.started(trip());
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(paths()).toEqual(["/book", "/pay", "/ship"]);
  });

  test("of one step that fails leaves the others to be taken back; the run keeps the failure that began it", async () => {
    refuse("/ship", "/refund");
    const runId = await rig.started(trip());
    const row = await runIn(rig.pool, { id: runId, status: "failed" });
    expect(row.failure).toMatchObject({ where: { step: "ship" } });
    expect(paths()).toEqual(["/book", "/pay", "/ship", "/refund", "/unbook"]);
  });

  test("is retried like every effect, also later than its worker can wait", async () => {
    let tries = 0;
    target.answer((call, response) => {
      if (call.path === "/unbook") tries += 1;
      const status = call.path === "/ship" ? 422 : call.path === "/unbook" && tries < 3 ? 503 : 200;
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
    const runId = await rig.started(trip({ retry: { attempts: 5, firstDelay: "PT2.5S", maxDelay: "PT2.5S" } }));
    await runIn(rig.pool, { id: runId, status: "failed" });
    expect(paths().filter((path) => path === "/unbook")).toHaveLength(3);
    expect((await stepsOf(rig.pool, runId)).at(-1)).toMatchObject({ step_id: "unbook", status: "succeeded" });
  });

  test("in a for each belongs to the item that failed", async () => {
    refuse("/bill/B");
    const body = drawBody({
      steps: {
        hold: post("/hold", { $: "item" }),
        bill: { type: "http", config: { connection: "target", method: "POST", url: { $: "'/bill/' & item" } } },
        release: post("/release", { $: "item" }),
      },
      edges: ["hold > bill", "hold.compensate > release"],
    });
    const runId = await rig.started(
      draw({
        steps: { rooms: { type: "each", config: { items: { $: "trigger.body" }, itemKey: { $: "item" }, onFailure: "continue", body } } },
        edges: ["start > rooms"],
      }),
      ["A", "B", "C"],
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(paths()).toEqual(["/hold", "/bill/A", "/hold", "/bill/B", "/release", "/hold", "/bill/C"]);
    expect(target.calls.find((call) => call.path === "/release")?.body).toBe("B");
  });

  test("of a frame that was under way begins when its items have let go", async () => {
    refuse("/ship");
    const body = drawBody({ steps: { pause: { type: "wait", config: { for: "PT1H" } } }, edges: [] });
    const runId = await rig.started(
      draw({
        steps: {
          book: post("/book"),
          unbook: post("/unbook"),
          long: { type: "each", config: { items: [1, 2], itemKey: { $: "item" }, concurrency: 2, body } },
          ship: post("/ship"),
        },
        edges: ["start > book", "book.compensate > unbook", "book > long", "book > ship"],
      }),
    );
    await runIn(rig.pool, { id: runId, status: "failed" });
    expect(paths()).toEqual(["/book", "/ship", "/unbook"]);
    expect((await stepsOf(rig.pool, runId)).filter((step) => step.status === "cancelled").map((step) => step.step_id)).toEqual(["long", "pause", "pause"]);
  });

  test("done, a replay under the same keys is refused; as a new event everything happens again", async () => {
    refuse("/ship");
    const document = trip();
    const runId = await rig.started(document);
    await runIn(rig.pool, { id: runId, status: "failed" });
    target.answer(null);
    target.calls.length = 0;
    await expect(rig.engine.replay({ actor: OPERATOR, runId, from: "ship" })).rejects.toMatchObject({ code: "replay.taken_back" });
    await expect(rig.engine.replay({ actor: OPERATOR, runId })).rejects.toMatchObject({ code: "replay.taken_back", fix: expect.stringContaining("new event") });
    expect((await rig.engine.replayPreview({ runId })).refused).toContain("took back");
    const again = await rig.engine.replay({ actor: OPERATOR, runId, asNewEvent: true });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect(paths()).toEqual(["/book", "/pay", "/ship"]);
  });

  test("shows in a dry run: what fails there is followed by what it would take back", async () => {
    const document = draw({
      steps: { book: post("/book"), unbook: post("/unbook"), no: { type: "stop", config: { outcome: "failed", code: "trip.no", reason: "No." } } },
      edges: ["start > book", "book > no", "book.compensate > unbook"],
    });
    const { status, steps } = await rig.simulate({ document, environment: "production", trigger: { body: {} } });
    expect([status, steps.map((step) => step.step)]).toEqual(["failed", ["start", "book", "no", "unbook"]]);
    expect(target.calls).toEqual([]);
  });
});
