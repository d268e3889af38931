/** A function of the expression language as people look it up. */
export type Parameter = { name: string /** may be left out */; isOptional?: true };
export type FunctionEntry = {
  name: string;
  parameters: readonly Parameter[];
  gives: string;
  /** one sentence in our own words */
  about: string;
  /** each is evaluated by a test: `gives` is what the language really answers */
  examples: readonly { source: string; gives: unknown }[];
};
export type FunctionGroup = { title: string; functions: readonly FunctionEntry[] };

/** `entry("$round number places?", …)`: a name and its parameters, those that may be left out with a question mark. */
export function entry(signature: string, gives: string, about: string, examples: Record<string, unknown>): FunctionEntry {
  const [name = "", ...parameters] = signature.split(" ");
  return {
    name,
    parameters: parameters.map((each) => (each.endsWith("?") ? { name: each.slice(0, -1), isOptional: true } : { name: each })),
    gives,
    about,
    examples: Object.entries(examples).map(([source, given]) => ({ source, gives: given })),
  };
}
