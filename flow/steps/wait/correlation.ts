/** Which event is the awaited one: the one with a key, or the one for which a condition over `event` is true. */
import type { Json } from "../../document.ts";
import { isExpression } from "../../marks.ts";
import { pathsOf } from "../../expression/inspect.ts";
import { business } from "../../failure.ts";
import type { StepFailure } from "../../failure.ts";
import type { HeardEvent } from "../../ports.ts";
import type { StepContext } from "../../step.ts";
import { shown } from "../shown.ts";

type Correlation = { /** what the event's key must be; null: any */ key: string | null; isIt: (event: HeardEvent) => Promise<boolean> };

/** @throws StepFailure where the run itself lacks what the event is recognised by: it would wait for nothing, or take anything */
export async function correlationOf(ctx: Pick<StepContext<unknown>, "evaluate" | "step">, match: Json | undefined): Promise<Correlation> {
  if (match === undefined) return { key: null, isIt: async () => true };
  const paths = isExpression(match) ? pathsOf(match.$) : [];
  if (!isExpression(match) || !paths.some(([first]) => first === "event"))
    return { key: single(await ctx.evaluate(match), shown(match)), isIt: async () => true };
  for (const path of paths) {
    const [first = ""] = path;
    const value = ROOTS.has(first) ? await ctx.evaluate({ $: path.map(quoted).join(".") }) : true;
    if (value === undefined || value === null || value === "") throw missing(path.join("."));
  }
  return { key: null, isIt: (event) => isTrue(ctx, match, event) };
}

const ROOTS = new Set(["trigger", "steps", "run", "vars", "item"]);

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``;
}

/** Text or a number that is there. */
function single(value: Json | undefined, source: string): string {
  // in a dry run: the id of a record that does not exist yet
  if (typeof value === "object" && value !== null && "$new" in value) return "a new record";
  if (typeof value === "number" || (typeof value === "string" && value.trim() !== "")) return String(value);
  throw missing(source);
}

function missing(source: string): StepFailure {
  return business("invalid-data", "wait.match_missing", `The awaited event is recognised by ${source}, and this run has no such value.`, {
    fix: "Correct the data and replay, or recognise the event by something else.",
  });
}

/** An event that lacks what is asked for is not the one; it is somebody else's and must not stop this run. */
async function isTrue(ctx: Pick<StepContext<unknown>, "evaluate" | "step">, match: { $: string }, event: HeardEvent): Promise<boolean> {
  const result = (await ctx.evaluate(match, { event })) ?? false;
  if (typeof result === "boolean") return result;
  throw business(
    "invalid-data",
    "expression.not_boolean",
    `The match of ${ctx.step.name ?? ctx.step.id} must give true or false, and for event ${event.id} it gave ${JSON.stringify(result).slice(0, 100)}.`,
    {
      fix: "Compare something, as in event.body.order = trigger.body.order.",
    },
  );
}
