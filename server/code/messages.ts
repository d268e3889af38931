/** What the sandbox's host and its thread say to each other. */
import type { Json } from "#flow/document.ts";

export type Work = { code: string; input: Json; now: number; seed: number; milliseconds: number };

export type Answer =
  | { kind: "done"; output: string; log: string[] }
  | { kind: "failed"; reason: "syntax" | "threw" | "time" | "memory" | "depth" | "size" | "unsettled"; message: string; line: number | null; log: string[] };

/** What one piece of code may use. */
export const SANDBOX = {
  memoryBytes: 64 * 1024 * 1024,
  stackBytes: 512 * 1024,
  outputBytes: 4 * 1024 * 1024,
  outputDepth: 64,
  logLines: 100,
  logCharacters: 1_000,
};
