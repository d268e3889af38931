/** Every function that expressions may call. `$eval` is not among them: an expression must not run text that comes from outside. */
import type { FunctionEntry, FunctionGroup } from "./entry.ts";
import { LISTS } from "./lists.ts";
import { LOGIC } from "./logic.ts";
import { NUMBERS } from "./numbers.ts";
import { OBJECTS } from "./objects.ts";
import { TEXT } from "./text.ts";
import { TIME } from "./time.ts";

export const FUNCTION_GROUPS: readonly FunctionGroup[] = [TEXT, NUMBERS, LISTS, OBJECTS, LOGIC, TIME];

export const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map(FUNCTION_GROUPS.flatMap((group) => group.functions).map((each) => [each.name, each]));

/** `$round(number, places?)` */
export function signatureOf({ name, parameters }: FunctionEntry): string {
  return `${name}(${parameters.map((each) => `${each.name}${each.isOptional ? "?" : ""}`).join(", ")})`;
}
