/**
 * Steps and edges of two sides, for a flow and for the bodies in it. A step is one part; what leaves it by one outcome is another. Edges that
 * touch a step which only one side has follow what becomes of that step, so that nobody is asked twice about one thing.
 */
import { COMPENSATE } from "./compensation.ts";
import type { Edge, Json, Step } from "./document.ts";
import { portOf } from "./marks.ts";
import type { Choices, MergePart, Side, Three } from "./merge.ts";
import { fatesOf, fieldsOf, same, verdictOf } from "./merge-values.ts";
import { bodyOf, type Graph } from "./nested.ts";

/** Steps that one side has and the other has not, and whose word counts for them; null while a person has to choose. */
type Fates = Map<string, Side | null>;

export function mergeGraph(trio: Three<Graph>, choices: Choices, parts: MergePart[]): Graph {
  const fates: Fates = new Map();
  const steps = mergeSteps(trio, choices, parts, fates);
  const edges = mergeEdges(trio, choices, parts, fates);
  return { steps, edges: healed({ steps, edges }, trio) };
}

function mergeSteps(trio: Three<Graph>, choices: Choices, parts: MergePart[], fates: Fates): Step[] {
  const [base, mine, theirs] = [byId(trio.base), byId(trio.mine), byId(trio.theirs)];
  const steps: Step[] = [];
  for (const id of new Set([...mine.keys(), ...theirs.keys(), ...base.keys()])) {
    const three = { base: base.get(id), mine: mine.get(id), theirs: theirs.get(id) };
    const framed = frameOf(three, choices, parts);
    const shell = framed ?? three;
    const key = `step ${id}`;
    const single = verdictOf(shell);
    const isRemoved = three.base !== undefined && (three.mine === undefined) !== (three.theirs === undefined);
    // taken away here, and led to anew there: both did something to it
    const verdict = isRemoved && single !== "both" && isRewired(trio, id, single === "mine" ? "theirs" : "mine") ? "both" : single;
    const side = verdict === "same" ? "mine" : (choices[key] ?? (verdict === "both" ? null : verdict));
    if (verdict !== "same") {
      const step = three.mine ?? three.theirs ?? three.base;
      const title = step?.name ?? id;
      parts.push({ key, what: "step", id, title, side, isConflict: verdict === "both", ...fatesOf(shell), fields: fieldsOf(shell) });
      if ((three.mine === undefined) !== (three.theirs === undefined)) fates.set(id, side);
    }
    const value = shell[side ?? "mine"];
    if (value !== undefined) steps.push(framed ? withBody(value, framed.body, three.mine) : value);
  }
  return steps;
}

/** Where all three are frames: their settings without the body, and the bodies merged step by step. */
function frameOf({ base, mine, theirs }: Three<Step | undefined>, choices: Choices, parts: MergePart[]): (Three<Step> & { body: Graph }) | null {
  const bodies = { base: base && bodyOf(base), mine: mine && bodyOf(mine), theirs: theirs && bodyOf(theirs) };
  if (!base || !mine || !theirs || !bodies.base || !bodies.mine || !bodies.theirs) return null;
  if (same(mine, theirs)) return null;
  const graphs = { base: bodies.base, mine: bodies.mine, theirs: bodies.theirs };
  return { base: shellOf(base), mine: shellOf(mine), theirs: shellOf(theirs), body: mergeGraph(graphs, choices, parts) };
}

function shellOf(step: Step): Step {
  const { body: _, ...config } = step.config;
  return { ...step, config };
}

function withBody(shell: Step, body: Graph, mine: Step | undefined): Step {
  const step = { ...shell, config: { ...shell.config, body: JSON.parse(JSON.stringify(body)) as Json } };
  return mine && same(step, mine) ? mine : step;
}

/** Whether the edges at a step are other ones on a side than they were, counting only ends that this side has. */
function isRewired(trio: Three<Graph>, id: string, side: Side): boolean {
  const at = (graph: Graph) => graph.edges.filter((edge) => edge.from === id || edge.to === id).map(nameOf);
  return !same(at(trio.base).sort(), at(trio[side]).sort());
}

function mergeEdges(trio: Three<Graph>, choices: Choices, parts: MergePart[], fates: Fates): Edge[] {
  const [base, mine, theirs] = [byOutcome(trio.base), byOutcome(trio.mine), byOutcome(trio.theirs)];
  const result: Edge[] = [];
  for (const outcome of new Set([...mine.keys(), ...theirs.keys(), ...base.keys()])) {
    const three = { base: base.get(outcome) ?? [], mine: mine.get(outcome) ?? [], theirs: theirs.get(outcome) ?? [] };
    result.push(...unitOf({ outcome, three, titles: trio }, choices, parts, fates));
  }
  return result;
}

type Unit = { outcome: string; three: Three<Edge[]>; titles: Three<Graph> };

function unitOf({ outcome, three, titles }: Unit, choices: Choices, parts: MergePart[], fates: Fates): Edge[] {
  const verdict = verdictOf(named(three));
  if (verdict === "same") return three.mine;
  const ends = new Set([...three.base, ...three.mine, ...three.theirs].flatMap((edge) => [edge.from, edge.to]));
  const touched = new Set([...ends].flatMap((id) => (fates.has(id) ? [fates.get(id) ?? null] : [])));
  const [only] = touched;
  if (touched.size === 1 && only) return three[only];
  if (verdict === "both" && isSubset(three.base, three.mine) && isSubset(three.base, three.theirs)) return union(three.mine, three.theirs);
  // the step itself is asked about first
  if (touched.has(null)) return three[verdict === "both" ? "mine" : verdict];
  if (verdict !== "both" && touched.size > 0) return three[verdict];
  const key = `edges ${outcome}`;
  const side = choices[key] ?? (verdict === "both" ? null : verdict);
  const [from = ""] = outcome.split(" ");
  const title = titleOf(titles, from, outcome.slice(from.length + 1));
  parts.push({ key, what: "edges", id: from, title, side, isConflict: verdict === "both", ...fatesOf(named(three)), fields: [targets(three, titles)] });
  return three[side ?? "mine"];
}

function targets(three: Three<Edge[]>, graphs: Three<Graph>): MergePart["fields"][number] {
  const words = (edges: Edge[]): Json => edges.map((edge) => `${edge.rework ? "back to " : ""}${stepTitle(graphs, edge.to)}`).join(", ") || null;
  return { path: "leads to", base: words(three.base), mine: words(three.mine), theirs: words(three.theirs) };
}

function titleOf(graphs: Three<Graph>, from: string, port: string): string {
  return port === "out" ? stepTitle(graphs, from) : `${stepTitle(graphs, from)}, ${port}`;
}

function stepTitle({ mine, theirs, base }: Three<Graph>, id: string): string {
  for (const graph of [mine, theirs, base]) {
    const step = graph.steps.find((each) => each.id === id);
    if (step) return step.name ?? id;
  }
  return id;
}

/** No edge leads from or to nothing: one to a step that went leads on to what followed it, where that was a single way. */
function healed({ steps, edges }: Graph, trio: Three<Graph>): Edge[] {
  const known = new Set(steps.map((step) => step.id));
  const onward = (id: string, seen: ReadonlySet<string>): string[] => {
    if (known.has(id)) return [id];
    if (seen.has(id)) return [];
    const graph = [trio.base, trio.mine, trio.theirs].find((each) => each.steps.some((step) => step.id === id));
    const out = (graph?.edges ?? []).filter((edge) => edge.from === id && !edge.rework && portOf(edge) !== COMPENSATE);
    if (new Set(out.map(portOf)).size !== 1) return [];
    return out.flatMap((edge) => onward(edge.to, new Set([...seen, id])));
  };
  const taken = new Set<string>();
  return edges.flatMap((edge) => {
    if (!known.has(edge.from)) return [];
    const ends = known.has(edge.to) ? [edge.to] : edge.rework ? [] : onward(edge.to, new Set());
    return ends.flatMap((to): Edge[] => {
      const next = to === edge.to ? edge : { ...edge, to };
      const name = `${next.from} ${portOf(next)} ${to}`;
      if (taken.has(name) || (to !== edge.to && to === edge.from)) return [];
      taken.add(name);
      return [next];
    });
  });
}

const byId = (graph: Graph): Map<string, Step> => new Map(graph.steps.map((step) => [step.id, step]));
const byOutcome = (graph: Graph): Map<string, Edge[]> => Map.groupBy(graph.edges, (edge) => `${edge.from} ${portOf(edge)}`);
const nameOf = (edge: Edge): string => `${edge.from} ${portOf(edge)} ${edge.to}${edge.rework ? " rework" : ""}`;
const named = ({ base, mine, theirs }: Three<Edge[]>): Three<string[] | undefined> => ({ base: names(base), mine: names(mine), theirs: names(theirs) });
const names = (edges: Edge[]): string[] | undefined => (edges.length === 0 ? undefined : edges.map(nameOf).sort());

function isSubset(some: Edge[], all: Edge[]): boolean {
  const known = new Set(all.map(nameOf));
  return some.every((edge) => known.has(nameOf(edge)));
}

function union(a: Edge[], b: Edge[]): Edge[] {
  const known = new Set(a.map(nameOf));
  return [...a, ...b.filter((edge) => !known.has(nameOf(edge)))];
}
