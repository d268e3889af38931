/** Which ownership rules a write breaks. A field's own rule goes before that of its object. */
import type { OwnershipRule } from "./contract/facts.ts";
import type { Written } from "./written.ts";

/** `names`: the fields that it is about; of a rule for the whole object those without a rule of their own. */
export type BrokenRule = { rule: OwnershipRule; names: readonly string[] };

export function brokenBy(written: Pick<Written, "object" | "names">, all: readonly OwnershipRule[], mayNot: (rule: OwnershipRule) => boolean): BrokenRule[] {
  const { object, names } = written;
  const rules = all.filter((rule) => rule.object.kind === object.kind && rule.object.name === object.name);
  const own = rules.filter((rule) => rule.field !== null && names.includes(rule.field));
  const rest = names.filter((name) => !own.some((rule) => rule.field === name));
  const whole = rules.find((rule) => rule.field === null);
  const isWhole = whole !== undefined && mayNot(whole) && (rest.length > 0 || names.length === 0);
  return [
    ...(isWhole ? [{ rule: whole, names: rest }] : []),
    ...names.flatMap((name) => own.filter((rule) => rule.field === name && mayNot(rule)).map((rule) => ({ rule, names: [name] }))),
  ];
}
