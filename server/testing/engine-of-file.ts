/** What most test files of the engine begin with: a database of their own, another system that counts calls, an engine, and one worker. */
import { afterAll, beforeEach } from "vitest";
import type { Json } from "#flow/document.ts";
import type { Clock } from "../deps.ts";
import type { EngineLimits } from "../engine/deps.ts";
import { testDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { startEngine } from "./engine.ts";
import type { EngineRig } from "./engine.ts";
import { startTarget } from "./target.ts";
import type { Target } from "./target.ts";

export type EngineOfFile = { database: TestDatabase; target: Target; rig: EngineRig };

type Options = { worker?: boolean; installation?: string; clock?: Clock; limits?: Partial<EngineLimits>; connection?: Record<string, Json> };

/** Awaited once at the top of a file: stops after its last test, and between tests the other system forgets calls and answers. */
export async function engineOfFile(q: Options = {}): Promise<EngineOfFile> {
  const database = await testDatabase();
  afterAll(() => database.drop());
  const target = await startTarget();
  afterAll(() => target.stop());
  const { worker, ...options } = q;
  const rig = await startEngine({ url: database.url, installation: database.installationKey, target: target.url, ...options });
  afterAll(() => rig.stop());
  if (worker !== false) await rig.startWorker();
  beforeEach(() => {
    target.calls.length = 0;
    target.answer(null);
  });
  return { database, target, rig };
}
