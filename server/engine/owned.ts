/** Ownership in the run: what comes as a whole cannot be judged while drawing, and is known here. */
import type { Json, Step } from "#flow/document.ts";
import type { StepFailure } from "#flow/failure.ts";
import { hasRules, stoppedBy } from "#flow/kept-rules.ts";
import type { KeptRules } from "#flow/kept-rules.ts";
import { mayWrite } from "#flow/written.ts";
import { writtenValues } from "#flow/written-values.ts";
import type { LoadedVersion, RuleSource } from "../deps.ts";
import { withPatience } from "./patience.ts";

/** What runs with these rules fail of before they write; null: nothing stops it. */
export function stopOf(kept: KeptRules, step: Step, input: Record<string, Json>): StepFailure | null {
  return mayWrite(step) && hasRules(kept) ? stoppedBy(step, writtenValues(step, input, kept.relations), kept) : null;
}

type Writing = { rules: RuleSource; version: LoadedVersion; environment: string; step: Step; input: Record<string, Json> };

/** @throws StepFailure `ownership.stopped` where a rule stops it */
export async function refuseOwned({ rules, version, environment, step, input }: Writing): Promise<void> {
  if (!mayWrite(step)) return;
  const broken = async (isFresh: boolean): Promise<StepFailure | null> => {
    const kept = await withPatience(() => rules.standing({ version, environment, isFresh }));
    return stopOf(kept, step, input);
  };
  if ((await broken(false)) === null) return;
  // somebody may have let it through a moment ago
  const failure = await broken(true);
  if (failure !== null) throw failure;
}
