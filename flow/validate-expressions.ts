/** Problems of expressions: they must parse, and read only steps that come before. */
import type { FlowDocument, Json, Step } from "./document.ts";
import { expressionsIn, pathsOf, syntaxProblem } from "./expression/inspect.ts";
import { placeOf } from "./nested.ts";
import type { Graph, Place } from "./nested.ts";
import { nameOf } from "./problem.ts";
import type { Found } from "./problem.ts";

/** `root`: the name of the setting that `config` is, where it is not a step's. */
export function expressionProblems(config: Json, root: string, step: Step | undefined, document: FlowDocument): Found[] {
  const at = step ? { step: step.id } : {};
  return expressionsIn(config, root).flatMap(({ path, source }): Found[] => {
    const broken = syntaxProblem(source);
    const field = path || root;
    if (broken)
      return [
        {
          severity: "error",
          code: "expression.syntax",
          ...at,
          field,
          message: `The expression does not parse at character ${broken.position + 1}: ${broken.message}`,
          fix: "Correct the expression.",
        },
      ];
    const named = new Set(pathsOf(source).flatMap(([first, id]) => (first === "steps" && id ? [id] : [])));
    return [...named].flatMap((id): Found[] => {
      const other = placeOf(document, id);
      if (!other)
        return [
          {
            severity: "error",
            code: "expression.unknown_step",
            ...at,
            field,
            message: `The expression reads steps.${id}, and there is no step ${id}.`,
            fix: "Name a step of this flow.",
          },
        ];
      if (step && !comesBefore(document, other, step.id))
        return [
          {
            severity: "error",
            code: "expression.not_before",
            ...at,
            field,
            message: `The expression reads steps.${id}, which does not come before ${nameOf(step)}.`,
            fix: "Read a step that runs earlier, or connect them the other way round.",
          },
        ];
      return [];
    });
  });
}

/** What stands in the same graph, or in one around it: there, everything before the frame. What is inside a frame is not seen from outside. */
function comesBefore(document: FlowDocument, earlier: Place, later: string): boolean {
  const own = placeOf(document, later);
  if (!own) return false;
  if (own.graph === earlier.graph) return leadsTo(own.graph, earlier.step.id, later);
  const frame = own.frames.find((each) => earlier.graph.steps.includes(each));
  return frame !== undefined && leadsTo(earlier.graph, earlier.step.id, frame.id);
}

/** Rework edges count: on a later visit, what came after is there to be read. */
function leadsTo(document: Graph, earlier: string, later: string): boolean {
  const reached = new Set<string>();
  const open = [earlier];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of document.edges) {
      if (edge.from !== at || reached.has(edge.to)) continue;
      if (edge.to === later) return true;
      reached.add(edge.to);
      open.push(edge.to);
    }
  }
  return false;
}
