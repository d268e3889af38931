/**
 * An Odoo domain as people draw it: groups of conditions. Odoo writes domains in Polish notation (`["|", a, b, c]` is: a or b, and c), which
 * says the same in many ways; what is drawn and written again says the same in one way. A domain that holds anything else (an expression in
 * place of a condition, `[1, "=", 1]`) is not drawn, and whoever edits it edits its text.
 */
import type { Json } from "../document.ts";

export type DomainCondition = { kind: "condition"; isNot: boolean; field: string; operator: string; value: Json };
export type DomainGroup = { kind: "group"; isNot: boolean; how: "and" | "or"; of: DomainNode[] };
export type DomainNode = DomainCondition | DomainGroup;

/** Nobody draws deeper, and a text from outside must not exhaust the stack. */
const DEEPEST = 50;

/** The whole domain as one group; null where it cannot be drawn. */
export function readDomain(domain: Json | undefined): DomainGroup | null {
  if (domain === undefined) return { kind: "group", isNot: false, how: "and", of: [] };
  if (!Array.isArray(domain)) return null;
  let position = 0;
  const next = (depth: number): DomainNode | null => {
    const term = domain[position];
    position += 1;
    if (term === undefined || depth > DEEPEST) return null;
    if (term === "!") {
      const inner = next(depth + 1);
      return inner && { ...inner, isNot: !inner.isNot };
    }
    if (term !== "&" && term !== "|") return conditionIn(term);
    const how = term === "&" ? "and" : "or";
    const left = next(depth + 1);
    const right = left && next(depth + 1);
    return right && { kind: "group", isNot: false, how, of: [...membersIn(left, how), ...membersIn(right, how)] };
  };
  const of: DomainNode[] = [];
  while (position < domain.length) {
    const node = next(0);
    if (node === null) return null;
    of.push(...membersIn(node, "and"));
  }
  const [only] = of;
  return of.length === 1 && only?.kind === "group" ? only : { kind: "group", isNot: false, how: "and", of };
}

/** As Odoo reads it. Conditions without a field and groups with nothing in them say nothing yet and are left out. */
export function writtenDomain(group: DomainGroup): Json[] {
  // Odoo takes conditions side by side for and
  return group.how === "and" && !group.isNot ? group.of.flatMap(writtenNode) : writtenNode(group);
}

function writtenNode(node: DomainNode): Json[] {
  if (node.kind === "condition" && node.field === "") return [];
  if (node.kind === "condition") return [...(node.isNot ? ["!"] : []), [node.field, node.operator, node.value]];
  const members = node.of.map(writtenNode).filter((terms) => terms.length > 0);
  if (members.length === 0) return [];
  const operators = members.slice(1).map(() => (node.how === "and" ? "&" : "|"));
  return [...(node.isNot ? ["!"] : []), ...operators, ...members.flat()];
}

/** The conditions that are written, in the order in which they stand in the domain. */
export function conditionsIn(group: DomainGroup): DomainCondition[] {
  return group.of.flatMap((node) => (node.kind === "group" ? conditionsIn(node) : node.field === "" ? [] : [node]));
}

function membersIn(node: DomainNode, how: "and" | "or"): DomainNode[] {
  return node.kind === "group" && node.how === how && !node.isNot ? node.of : [node];
}

function conditionIn(term: Json): DomainCondition | null {
  if (!Array.isArray(term) || term.length !== 3) return null;
  const [field, operator, value = null] = term;
  return typeof field === "string" && typeof operator === "string" ? { kind: "condition", isNot: false, field, operator, value } : null;
}
