/** What a replay would do, step by step, without doing anything. */
import type { Engine } from "../deps.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";

export function createReplayPreview(_q: { deps: EngineDeps; limits: EngineLimits }): Engine["replayPreview"] {
  return async () => ({ refused: null, steps: [] });
}
