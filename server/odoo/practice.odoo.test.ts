/** The contract against the practice Odoo, as a server on a port of its own, and the faults that it can be told to have. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { OpenConnection, PracticeOdoo } from "#server/deps.ts";
import { createGuard } from "#server/http/guard.ts";
import { createPracticeOdoo } from "#server/practice/odoo.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { odooContract } from "./contract.ts";
import type { ContractTarget } from "./contract.ts";
import { createOdooPort } from "./port.ts";

const started: { stop: () => Promise<void> }[] = [];

async function startPractice(): Promise<ContractTarget & { practice: PracticeOdoo }> {
  const database: TestDatabase = await testDatabase();
  const practice = await createPracticeOdoo({ pool: database.pool, clock: { now: Date.now }, log: pino({ level: "silent" }) });
  const server = createServer((request, response) => void practice.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  started.push({
    stop: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await database.drop();
    },
  });
  const { port } = server.address() as AddressInfo;
  return { practice, url: `http://127.0.0.1:${port}/practice/odoo`, database: practice.database, login: practice.login, apiKey: practice.apiKey };
}

afterAll(async () => {
  for (const { stop } of started) await stop();
});

odooContract("the practice Odoo", startPractice);
odooContract("the practice Odoo by JSON-RPC", async () => ({ ...(await startPractice()), protocol: "json-rpc" }));

describe("faults of the practice Odoo", () => {
  const guard = createGuard();
  let practice: PracticeOdoo;
  let connection: OpenConnection;
  const port = createOdooPort({ guard, connections: { get: async () => connection } })("production");
  const create = (externalId: string, name: string) =>
    port.create(
      { connection: "odoo", model: "res.partner", records: [{ externalId, values: { name } }] },
      { signal: AbortSignal.timeout(20_000), note: () => {} },
    );

  beforeAll(async () => {
    const target = await startPractice();
    practice = target.practice;
    const { url, database, login, apiKey } = target;
    connection = {
      environment: "production",
      key: "odoo",
      kind: "odoo",
      name: "odoo",
      config: { url, database, login, allowPrivate: true },
      secrets: { apiKey },
    };
  });
  afterAll(() => guard.close());

  it("switched off, it is unavailable and well again afterwards", async () => {
    await practice.setFault("unavailable");
    const key = randomUUID();
    expect(await failureOf(create(key, "Off"))).toMatchObject({ class: "technical", kind: "unavailable", code: "odoo.unavailable", retryable: true });
    await practice.setFault("none");
    expect(await create(key, "Off")).toMatchObject([{ action: "created" }]);
  });

  it("loses its answers after it has done what it was asked, and a repeat finds it", async () => {
    await practice.setFault("drop-answer");
    const key = randomUUID();
    expect(await failureOf(create(key, "Dropped"))).toMatchObject({ kind: "timeout", code: "odoo.answer_lost", retryable: true });
    await practice.setFault("none");
    expect(await create(key, "Dropped")).toMatchObject([{ action: "found" }]);
  });

  it("refuses what it is asked to write, as a business error", async () => {
    await practice.setFault("validation-error");
    expect(await failureOf(create(randomUUID(), "Refused"))).toMatchObject({ class: "business", retryable: false });
    await practice.setFault("none");
  });
});

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StepFailure) return error.failure;
    throw error;
  }
  throw new Error("It was expected to fail and did not.");
}
