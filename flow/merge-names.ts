/**
 * Before two sides are compared, a step has one id on all of them. A step that one side gave another id has it on the other sides, too; when
 * both added a step and happened to choose the same id, the one drawn here gets a fresh one, so that neither takes the other's place.
 */
import type { FlowDocument, Step } from "./document.ts";
import type { Three } from "./merge.ts";
import { same } from "./merge-values.ts";
import { allSteps, bodyOf, type Graph } from "./nested.ts";
import { rewriteStepNames } from "./rewrite-steps.ts";

export type Renamed = { from: string; to: string; title: string };

export function alignNames(trio: Three<FlowDocument>): Three<FlowDocument> & { renamed: Renamed[] } {
  const renamed: Renamed[] = [];
  const base = stepsOf(trio.base);
  const theirs = stepsOf(trio.theirs);
  let mine = trio.mine;
  const give = (names: Record<string, string>, models: ReadonlyMap<string, Step>) => {
    const titles = stepsOf(mine);
    for (const [from, to] of Object.entries(names)) renamed.push({ from, to, title: titles.get(from)?.name ?? from });
    mine = rename(mine, names, models);
  };
  give(rivals({ base, mine: stepsOf(mine), theirs }), new Map());
  const ofTheirs = newNames(base, theirs);
  // each gave a step an id of their own: what is saved already stays
  const doubles = [...newNames(base, stepsOf(mine))].flatMap(([former, from]): [string, string][] => {
    const to = ofTheirs.get(former);
    return to === undefined || to === from ? [] : [[from, to]];
  });
  give(Object.fromEntries(doubles), theirs);
  const own = stepsOf(mine);
  const all = [...newNames(base, own), ...ofTheirs];
  const follow = (document: FlowDocument, models: ReadonlyMap<string, Step>): FlowDocument => {
    const known = stepsOf(document);
    return rename(document, Object.fromEntries(all.filter(([from, to]) => known.has(from) && !known.has(to) && models.has(to))), models);
  };
  const followed = { base: follow(trio.base, new Map([...own, ...theirs])), mine: follow(mine, theirs), theirs: follow(trio.theirs, own) };
  return { ...withFormerIds(followed), renamed };
}

/** Both gave a step the same id, by different ways: on all sides it was all that it was on either. */
function withFormerIds({ base, mine, theirs }: Three<FlowDocument>): Three<FlowDocument> {
  const there = stepsOf(theirs);
  const models = new Map<string, Step>();
  for (const step of stepsOf(mine).values()) {
    const other = there.get(step.id);
    if (!other || !step.was || !other.was || same(step.was, other.was)) continue;
    const [first, second] = [step.was, other.was].sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
    models.set(step.id, { ...step, was: [...new Set([...(first ?? []), ...(second ?? [])])] });
  }
  const names = Object.fromEntries([...models.keys()].map((id) => [id, id]));
  return { base: rename(base, names, models), mine: rename(mine, names, models), theirs: rename(theirs, names, models) };
}

const stepsOf = (document: FlowDocument): Map<string, Step> => new Map(allSteps(document).map((step) => [step.id, step]));

/** Steps that a side gave another id: the old one to the new one. */
function newNames(base: ReadonlyMap<string, Step>, side: ReadonlyMap<string, Step>): Map<string, string> {
  const names = new Map<string, string>();
  for (const step of side.values()) {
    if (base.has(step.id)) continue;
    const from = step.was?.findLast((former) => base.has(former) && !side.has(former));
    if (from !== undefined && !names.has(from)) names.set(from, step.id);
  }
  return names;
}

/** Ids that both sides gave to a step of their own: two new ones, or another one each. A fresh id for the one drawn here. */
function rivals({ base, mine, theirs }: Three<Map<string, Step>>): Record<string, string> {
  const used = new Set([...base.values(), ...mine.values(), ...theirs.values()].flatMap((step) => [step.id, ...(step.was ?? [])]));
  const [ofMine, ofTheirs] = [formerIds(base, mine), formerIds(base, theirs)];
  const names: Record<string, string> = {};
  for (const step of mine.values()) {
    const other = theirs.get(step.id);
    if (base.has(step.id) || !other) continue;
    const former = ofMine.get(step.id);
    if (former === ofTheirs.get(step.id) && (former !== undefined || same(step, other))) continue;
    for (let number = 2; ; number += 1) {
      const to = `${step.id.replace(/_\d+$/, "").slice(0, 55)}_${number}`;
      if (used.has(to)) continue;
      used.add(to);
      names[step.id] = to;
      break;
    }
  }
  return names;
}

const formerIds = (base: ReadonlyMap<string, Step>, side: ReadonlyMap<string, Step>): Map<string, string> =>
  new Map([...newNames(base, side)].map(([from, to]) => [to, from]));

/** Other ids for steps, wherever they stand, with edges, places and the expressions that read them. `models` say which ids they had. */
function rename(document: FlowDocument, names: Record<string, string>, models: ReadonlyMap<string, Step>): FlowDocument {
  if (Object.keys(names).length === 0) return document;
  const { businessKey, value, order } = document.flow;
  const flow = {
    ...document.flow,
    ...(businessKey === undefined ? {} : { businessKey: rewriteStepNames(businessKey, names) }),
    ...(value === undefined ? {} : { value: rewriteStepNames(value, names) }),
    ...(order === undefined ? {} : { order: rewriteStepNames(order, names) }),
  };
  const layout = document.layout && Object.fromEntries(Object.entries(document.layout).map(([id, spot]) => [names[id] ?? id, spot]));
  return { ...document, flow, ...renamedGraph(document, names, models), ...(layout ? { layout } : {}) };
}

function renamedGraph(graph: Graph, names: Record<string, string>, models: ReadonlyMap<string, Step>): Graph {
  return {
    steps: graph.steps.map((step) => {
      const to = names[step.id];
      const was = to === undefined ? undefined : models.get(to)?.was;
      const body = bodyOf(step);
      const read = rewriteStepNames(step.config, names);
      const config = body ? { ...read, body: JSON.parse(JSON.stringify(renamedGraph(body, names, models))) } : read;
      return { ...step, ...(to === undefined ? {} : { id: to }), ...(was ? { was } : {}), config };
    }),
    edges: graph.edges.map((edge) => ({ ...edge, from: names[edge.from] ?? edge.from, to: names[edge.to] ?? edge.to })),
  };
}
