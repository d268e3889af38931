import { createServer } from "node:http";
import type { Server } from "node:http";
import { connect, createServer as createTcpServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#server/app.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { createLog } from "#server/log.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { until } from "#server/testing/engine.ts";
import { createAnnounce } from "./announce.ts";
import { createLive } from "./create.ts";
import type { Live } from "./create.ts";
import { createStream } from "./stream.ts";

let database: TestDatabase;
let live: Live;
let server: Server;
let base = "";
/** what time it is for whoever listens, ms: it goes on when a test says so */
let time = 0;
let actor: Actor | null = { kind: "person", id: "noor", name: "Noor Haddad", role: "viewer" };

beforeAll(async () => {
  database = await testDatabase();
  live = await createLive({ databaseUrl: database.url, log: createLog("silent"), now: () => time });
  const stream = createStream({ live, resolveActor: async () => actor, presence: { isHere: (flow) => flow === "won" } });
  server = createServer((request, response) => void stream(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  base = `http://127.0.0.1:${address.port}/api/live`;
});
afterAll(async () => {
  await live.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await database.drop();
});

/** A page that listens; `until` resolves with everything heard once the text is in it, or the stream has ended. */
async function open(environment: string, age?: number) {
  const answer = await fetch(`${base}?environment=${environment}${age === undefined ? "" : `&age=${age}`}`);
  const reader = answer.body?.getReader();
  let heard = "";
  const decoder = new TextDecoder();
  const until = async (text: string | null) => {
    while (reader && (text === null || !heard.includes(text))) {
      const { done, value } = await reader.read();
      if (done) break;
      heard += decoder.decode(value, { stream: true });
    }
    return heard;
  };
  await until("hello");
  return { status: answer.status, until, close: () => reader?.cancel() };
}

const run = (id: string, environment: string) => ({ kind: "run" as const, id, environment, status: "succeeded" as const, flow: "won" });

test("a page hears what was committed in its environment, and nothing that was rolled back", async () => {
  const announce = createAnnounce({ pool: database.pool });
  const page = await open("production");
  await inTransaction(database.pool, (transaction) =>
    announce(run("rolled-back", "production"), transaction).then(() => Promise.reject(new Error("no"))),
  ).catch(() => undefined);
  await inTransaction(database.pool, (transaction) => announce(run("elsewhere", "test"), transaction));
  await inTransaction(database.pool, (transaction) => announce(run("committed", "production"), transaction));
  const heard = await page.until("committed");
  expect(heard).not.toContain("rolled-back");
  expect(heard).not.toContain("elsewhere");
  await page.close();
});

test("a page that was asked for before it could listen hears what came meanwhile, or that nobody knows all of it", async () => {
  const announce = createAnnounce({ pool: database.pool });
  time += 30_000;
  const first = await open("production");
  await inTransaction(database.pool, (transaction) => announce(run("other-place", "test"), transaction));
  await inTransaction(database.pool, (transaction) => announce(run("meanwhile", "production"), transaction));
  await first.until("meanwhile");
  await first.close();

  time += 1_000;
  const late = await open("production", 1_200);
  const heard = await late.until("meanwhile");
  expect(heard).not.toContain("other-place");
  expect(heard).not.toContain("missed");
  await late.close();

  const unknown = await open("production", 3_600_000);
  expect(await unknown.until("missed")).toContain("event: missed");
  await unknown.close();
  // whoever does not say when it was asked for reads everything anyway
  const silent = await open("production");
  await inTransaction(database.pool, (transaction) => announce(run("next", "production"), transaction));
  expect(await silent.until("next")).not.toContain("meanwhile");
  await silent.close();
});

test("nobody listens without signing in", async () => {
  actor = null;
  expect((await fetch(`${base}?environment=production`)).status).toBe(401);
  actor = { kind: "person", id: "noor", name: "Noor Haddad", role: "viewer" };
});

test("when the database connection breaks, it is made again and pages are sent to read anew", async () => {
  const page = await open("production");
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'throughline-live' and datname = current_database()",
  );
  // the stream ends: the page connects again and reads everything
  await page.until(null);
  const again = await open("production");
  await createAnnounce({ pool: database.pool })(run("after", "production"));
  expect(await again.until("after")).toContain("after");
  await again.close();
});

describe("stopping", () => {
  test("ends every stream, so that its pages go on elsewhere", async () => {
    const stopped = await createLive({ databaseUrl: database.url, log: createLog("silent") });
    const heard: unknown[] = [];
    stopped.onMessage((message) => heard.push(message));
    await stopped.close();
    expect(heard).toEqual([undefined]);
  });

  test("leaves no connection behind that it was making just then", async () => {
    const wire = await startWire(database.url);
    const stopped = await createLive({ databaseUrl: wire.url, log: createLog("silent") });
    wire.hold();
    wire.cut();
    await until(() => wire.open() === 1, { of: "the next connection" });
    const stopping = stopped.close();
    wire.release();
    await stopping;
    await until(() => wire.open() === 0, { of: "the end of the last connection" });
    await wire.stop();
  });
});

/** The wire to the database, which can be cut, and can hold a new connection back before anything passes. */
async function startWire(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const proxy = createTcpServer((inner) => {
    sockets.add(inner);
    const outer = connect(Number(target.port || 5432), target.hostname);
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      one.on("error", () => undefined);
      one.on("close", () => other.destroy());
    }
    inner.on("close", () => sockets.delete(inner));
    void gate.promise.then(() => inner.pipe(outer).pipe(inner));
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String((proxy.address() as AddressInfo).port);
  return {
    url: through.href,
    open: () => sockets.size,
    hold: () => {
      gate = Promise.withResolvers<void>();
    },
    release: () => gate.resolve(),
    cut: () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    stop: () => new Promise((resolve) => proxy.close(resolve)),
  };
}

test("a page that leaves while its session is looked up leaves no listener behind", async () => {
  let listeners = 0;
  const counted: Live = {
    ...live,
    onMessage: (hear) => {
      listeners += 1;
      return live.onMessage(hear);
    },
  };
  const gone = Promise.withResolvers<void>();
  const lookedUp = Promise.withResolvers<Actor | null>();
  const stream = createStream({ live: counted, resolveActor: () => lookedUp.promise, presence: { isHere: () => false } });
  const answered = Promise.withResolvers<void>();
  const door = createServer((request, response) => {
    response.on("close", () => gone.resolve());
    answered.resolve(stream(request, response));
    leave.abort();
  });
  const leave = new AbortController();
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  await fetch(`http://127.0.0.1:${(door.address() as AddressInfo).port}/api/live`, { signal: leave.signal }).catch(() => undefined);
  await gone.promise;
  lookedUp.resolve(actor);
  await answered.promise;
  expect(listeners).toBe(0);
  await new Promise((resolve) => door.close(resolve));
});
