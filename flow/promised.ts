/** What stands in a test run for the id of a record that a run would make. Of it only the step is known. */
import type { Json } from "./document.ts";

export function isPromised(value: Json | undefined): value is { $new: string } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 1 && typeof value.$new === "string";
}

/** How a person is shown it. */
export const PROMISED = "given when the record is made";
