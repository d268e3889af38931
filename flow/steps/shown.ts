/** A config value for the one line on a node: literals as they are, expressions as their source. */
export function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "$" in value && typeof value.$ === "string") return value.$;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
