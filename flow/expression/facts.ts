/** What is known to be there once a condition was true, or once it was not: `$exists(a.b) ? a.b : 0` reads a.b safely. */
import type { Node } from "./compile.ts";
import { isNode, nodesIn } from "./source.ts";

export function pathKey(names: readonly string[]): string {
  return names.join("\n");
}

const ASKS = ["exists", "boolean", "string", "number", "count", "length"];
const NEEDS_BOTH = ["=", "!=", "<", "<=", ">", ">=", "in"];

/** Keys of paths that are there when the condition is true, or when it is false. */
export function factsOf(node: Node, truth: boolean): string[] {
  switch (node.type) {
    case "path":
      return truth ? prefixes(node) : [];
    case "block": {
      const [only, ...more] = nodesIn(node.expressions);
      return only && more.length === 0 ? factsOf(only, truth) : [];
    }
    case "function": {
      const name = isNode(node.procedure) && node.procedure.type === "variable" ? String(node.procedure.value) : "";
      const [argument] = nodesIn(node.arguments);
      if (!argument) return [];
      if (name === "not") return factsOf(argument, !truth);
      return truth && ASKS.includes(name) && argument.type === "path" ? prefixes(argument) : [];
    }
    case "binary": {
      const { lhs, rhs } = node;
      if (!isNode(lhs) || !isNode(rhs)) return [];
      if ((node.value === "and" && truth) || (node.value === "or" && !truth)) return [...factsOf(lhs, truth), ...factsOf(rhs, truth)];
      return truth && NEEDS_BOTH.includes(String(node.value)) ? [lhs, rhs].flatMap((side) => (side.type === "path" ? prefixes(side) : [])) : [];
    }
    default:
      return [];
  }
}

/** A path that gives something went through every part before. */
function prefixes(node: Node): string[] {
  const names: string[] = [];
  const found: string[] = [];
  for (const step of node.steps ?? []) {
    if (step.type !== "name") break;
    names.push(String(step.value));
    found.push(pathKey(names));
    if (step.stages) break;
  }
  return found;
}
