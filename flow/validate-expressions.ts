/** Problems of expressions: they must parse, and read only steps that come before. */
import type { FlowDocument, Json, Step } from "./document.ts";
import type { SyntaxProblem } from "./expression/compile.ts";
import { expressionsIn, pathsOf, syntaxProblem } from "./expression/inspect.ts";
import { placeOf } from "./nested.ts";
import type { Graph, Place } from "./nested.ts";
import { nameOf } from "./problem.ts";
import type { Found } from "./problem.ts";
import { wiringOf } from "./wiring.ts";

/** `root`: the name of the setting that `config` is, where it is not a step's. */
export function expressionProblems(config: Json, root: string, step: Step | undefined, document: FlowDocument): Found[] {
  const at = step ? { step: step.id } : {};
  return readingsIn(config, root).flatMap(({ path, isEmpty, broken, named }): Found[] => {
    const field = path || root;
    if (broken)
      return [
        {
          severity: "error",
          code: "expression.syntax",
          ...at,
          field,
          ...(isEmpty
            ? { message: broken.message, fix: "Write one, or give a fixed value." }
            : { message: `The expression does not parse at character ${broken.position + 1}: ${broken.message}`, fix: "Correct the expression." }),
        },
      ];
    return named.flatMap((id): Found[] => {
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

/** Rework edges count: on a later visit, what came after is there to be read. Looked for backwards: what is read mostly stands close by. */
function leadsTo({ edges }: Graph, earlier: string, later: string): boolean {
  const wiring = wiringOf(edges);
  const reached = new Set<string>();
  const open = [later];
  for (const at of open) {
    for (const { from } of wiring.to(at)) {
      if (from === earlier) return true;
      if (reached.has(from)) continue;
      reached.add(from);
      open.push(from);
    }
  }
  return false;
}

type Reading = { path: string; isEmpty: boolean; broken: SyntaxProblem | null; named: string[] };
const readings = new WeakMap<object, Reading[]>();

/** The expressions of a config, which is never changed, and the steps that each of them reads. */
function readingsIn(config: Json, root: string): Reading[] {
  const key = typeof config === "object" ? config : null;
  const before = key && readings.get(key);
  if (before) return before;
  const found = expressionsIn(config, root).map(({ path, source }) => ({
    path,
    isEmpty: source.trim() === "",
    broken: syntaxProblem(source),
    named: [...new Set(pathsOf(source).flatMap(([first, id]) => (first === "steps" && id ? [id] : [])))],
  }));
  if (key) readings.set(key, found);
  return found;
}
