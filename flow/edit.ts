/**
 * Every change that an analyst makes to a flow: a document in, a new document out. Nothing here knows a screen. A change that the rules of
 * the format forbid is refused with a sentence for the person who tried it.
 */
import { forgetSteps, joinGroup, renameInAnnotations } from "./annotations.ts";
import { COMPENSATE } from "./compensation.ts";
import type { Edge, FlowDocument, FlowSettings, Step } from "./document.ts";
import { portOf, STEP_ID } from "./marks.ts";
import { allSteps, wholeOf } from "./nested.ts";
import type { Spot } from "./placement.ts";
import { below, freeSpot, isFree, makeRoom, onGrid } from "./placement.ts";
import { mainPort, portsOf } from "./ports-of.ts";
import { rewriteStepNames } from "./rewrite-steps.ts";
import { findFace } from "./steps/faces.ts";
import { stepsById, wiringOf } from "./wiring.ts";

export type PortRef = { step: string; port: string };
export type Refused = { refused: string };
export type Edited = { document: FlowDocument };
export type Added = Edited & { added: string };

/** Where a new step goes: on its own, after an outcome, or into an edge. */
export type Place = { kind: "at"; at: Spot } | { kind: "after"; from: PortRef; at?: Spot } | { kind: "into"; edge: Edge; at?: Spot };

export const stepName = (step: Step): string => step.name ?? step.id;
export const stepOf = (document: FlowDocument, id: string): Step | undefined => stepsById(document.steps).get(id);
export const isRefused = (result: Edited | Refused): result is Refused => "refused" in result;

/** One name for an edge: its ends and its outcome. */
export const edgeKey = (edge: Edge): string => `${edge.from}.${portOf(edge)}>${edge.to}`;

export function addStep(document: FlowDocument, { type, place }: { type: string; place: Place }): Added | Refused {
  const definition = findFace(type);
  if (!definition) return { refused: `This installation has no step type ${type}.` };
  const step: Step = {
    id: freshId(document, definition.title),
    type,
    name: freshName(document, definition.title),
    config: structuredClone(definition.defaults),
  };
  const at = place.kind === "at" ? place.at : (place.at ?? null);
  // a trigger starts the flow: it stands beside what it was dropped on
  if (place.kind === "at" || definition.trigger) return { document: put(document, step, freeSpot(document, step, at ?? [0, 0])), added: step.id };
  if (place.kind === "into") return insert(document, { step, edge: place.edge, at });
  const { from } = place;
  const source = stepOf(document, from.step);
  if (!source) return { refused: `There is no step ${from.step} any more.` };
  const next = document.edges.filter((edge) => edge.from === from.step && portOf(edge) === from.port);
  const [only] = next;
  if (only && next.length === 1 && !at && !only.rework) return insert(document, { step, edge: only, at: null });
  const standing = put(document, step, at ? freeSpot(document, step, at) : below(document, source, type));
  return { document: { ...standing, edges: [...standing.edges, edgeOf(from, step.id)] }, added: step.id };
}

/** Puts a step that stands alone into an edge. */
export function insertStep(document: FlowDocument, { id, edge, at }: { id: string; edge: Edge; at: Spot }): Edited | Refused {
  const step = stepOf(document, id);
  if (!step) return { refused: `There is no step ${id} any more.` };
  if (findFace(step.type)?.trigger) return { refused: `${stepName(step)} starts the flow, so nothing can lead to it.` };
  if (document.edges.some((each) => each.from === id || each.to === id)) return { refused: `${stepName(step)} is connected already.` };
  return insert({ ...document, steps: document.steps.filter((each) => each !== step) }, { step, edge, at });
}

function insert(document: FlowDocument, { step, edge, at }: { step: Step; edge: Edge; at: Spot | null }): Added | Refused {
  const port = mainPort(step);
  const title = findFace(step.type)?.title ?? step.type;
  if (!port) return { refused: `${title} ends the run, so nothing can come after it. Add it at the end of an outcome instead.` };
  if (edge.rework && port.id === "out") return { refused: `This edge sends work back, and only an outcome may do that: ${title} cannot stand in it.` };
  const room = at && isFree(document, step, at) ? { document, at: onGrid(at) } : makeRoom(document, edge, step.type);
  const standing = joinGroup(put(room.document, step, room.at), step.id, [edge.from, edge.to]);
  const { rework, ...first } = edge;
  const second: Edge = { ...edgeOf({ step: step.id, port: port.id }, edge.to), ...(rework ? { rework } : {}) };
  const key = edgeKey(edge);
  return {
    document: { ...standing, edges: standing.edges.flatMap((each) => (edgeKey(each) === key ? [{ ...first, to: step.id }, second] : [each])) },
    added: step.id,
  };
}

/** Why two steps cannot be connected; null when they can. `rework` says whether the edge would send work back. */
export function connection(document: FlowDocument, { from, to }: { from: PortRef; to: string }): { why: string } | { why: null; rework: boolean } {
  const source = stepOf(document, from.step);
  const target = stepOf(document, to);
  if (!source || !target) return { why: "One of the two steps is not there any more." };
  if (from.step === to) return { why: "A step cannot come after itself." };
  if (findFace(target.type)?.trigger) return { why: `${stepName(target)} starts the flow, so nothing can lead to it.` };
  if (!portsOf(source).some((port) => port.id === from.port)) return { why: `${stepName(source)} has no outcome ${from.port}.` };
  if (
    wiringOf(document.edges)
      .from(from.step)
      .some((edge) => portOf(edge) === from.port && edge.to === to)
  )
    return { why: "They are connected already." };
  // asked for every step while a wire is drawn: one look backwards answers for all of them
  const goesBack = wiringOf(document.edges).upstream(from.step).has(to);
  if (goesBack && from.port === "out") return { why: "That would lead in a circle. Only an outcome, such as changes, may send work back." };
  return { why: null, rework: goesBack };
}

export function connect(document: FlowDocument, q: { from: PortRef; to: string }): Edited | Refused {
  const verdict = connection(document, q);
  if (verdict.why !== null) return { refused: verdict.why };
  return { document: { ...document, edges: [...document.edges, { ...edgeOf(q.from, q.to), ...(verdict.rework ? { rework: true } : {}) }] } };
}

export function disconnect(document: FlowDocument, edges: readonly Edge[]): FlowDocument {
  const gone = new Set(edges.map(edgeKey));
  return gone.size === 0 ? document : { ...document, edges: document.edges.filter((edge) => !gone.has(edgeKey(edge))) };
}

/** The outcomes of a step that lead on: with more than one, a person says which of them continues when the step is deleted. */
export function continuations(document: FlowDocument, id: string): string[] {
  return [...new Set(document.edges.filter((edge) => edge.from === id && !edge.rework && portOf(edge) !== COMPENSATE).map(portOf))];
}

/** Deletes steps. What led to one leads on to what followed it, where that is a single way or `by` names the outcome. */
export function removeSteps(document: FlowDocument, ids: readonly string[], by: Record<string, string> = {}): FlowDocument {
  const healed = ids.reduce((edges, id) => {
    const into = edges.filter((edge) => edge.to === id && !edge.rework);
    const rest = edges.filter((edge) => edge.from !== id && edge.to !== id);
    // nothing led to it: it is gone with its edges
    if (into.length === 0) return rest;
    const ways = continuations({ ...document, edges }, id);
    const way = by[id] ?? (ways.length === 1 ? ways[0] : undefined);
    const onward = edges.filter((edge) => edge.from === id && !edge.rework && portOf(edge) === way);
    const isThere = (joint: Edge) => rest.some((edge) => edge.from === joint.from && edge.to === joint.to && portOf(edge) === portOf(joint));
    const joined = into
      .flatMap((first) => onward.map((second): Edge => ({ ...first, to: second.to })))
      .filter((edge) => edge.from !== edge.to && !isThere(edge));
    return [...rest, ...joined];
  }, document.edges);
  // what stands inside a frame goes with it
  const gone = new Set(allSteps({ steps: document.steps.filter((step) => ids.includes(step.id)), edges: [] }).map((step) => step.id));
  const layout = document.layout && Object.fromEntries(Object.entries(document.layout).filter(([id]) => !gone.has(id)));
  return forgetSteps({ ...document, steps: document.steps.filter((step) => !gone.has(step.id)), edges: healed, ...(layout ? { layout } : {}) }, gone);
}

export function moveSteps(document: FlowDocument, moves: Record<string, Spot>): FlowDocument {
  const known = new Set(document.steps.map((step) => step.id));
  const moved = Object.entries(moves).filter(([id, at]) => known.has(id) && !same(document.layout?.[id], at));
  return moved.length === 0 ? document : { ...document, layout: { ...document.layout, ...Object.fromEntries(moved) } };
}

/** Changes settings of the flow; one that is undefined is taken away. */
export function updateFlow(document: FlowDocument, settings: Partial<FlowSettings>): FlowDocument {
  const gone = new Set(Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [key] : [])));
  const { key, name, ...rest } = { ...document.flow, ...settings };
  return { ...document, flow: { key, name, ...Object.fromEntries(Object.entries(rest).filter(([field]) => !gone.has(field))) } };
}

/** Replaces a step. Where one of its outcomes was renamed, its edges follow the new name. */
export function updateStep(document: FlowDocument, step: Step): FlowDocument {
  // with every key somebody types: no index of all steps is made for one
  const at = document.steps.findIndex((each) => each.id === step.id);
  const before = document.steps[at];
  if (!before || before === step) return document;
  const steps = document.steps.with(at, step);
  const own = wiringOf(document.edges).from(step.id);
  const now = portsOf(step).map((port) => port.id);
  const was = portsOf(before).map((port) => port.id);
  const lost = [...new Set(own.map(portOf))].filter((port) => !now.includes(port));
  const found = now.filter((port) => port !== "" && !was.includes(port));
  const [from] = lost;
  const [to] = found;
  const isRenamed = from !== undefined && to !== undefined && lost.length === 1 && found.length === 1 && now.length === was.length;
  const edges = isRenamed ? document.edges.map((edge) => (edge.from === step.id && portOf(edge) === from ? { ...edge, port: to } : edge)) : document.edges;
  return { ...document, steps, edges };
}

/** Gives a step another id: edges, places and the expressions that read it follow, and its effects keep the keys they had. */
export function renameStep(document: FlowDocument, { id, to }: { id: string; to: string }): Edited | Refused {
  const step = stepOf(document, id);
  if (!step) return { refused: `There is no step ${id} any more.` };
  if (to === id) return { document };
  if (!STEP_ID.test(to) || to.length > 60) return { refused: "An id starts with a small letter and holds only small letters, digits and _, 60 at most." };
  if (usedIds(document, id).has(to)) return { refused: `The id ${to} is taken by another step, now or formerly.` };
  const was = [...new Set([...(step.was ?? []), id])].filter((former) => former !== to || former === step.was?.[0]);
  const names = { [id]: to };
  const steps = document.steps.map((each) => ({ ...(each.id === id ? { ...each, id: to, was } : each), config: rewriteStepNames(each.config, names) }));
  const edges = document.edges.map((edge) => ({ ...edge, from: edge.from === id ? to : edge.from, to: edge.to === id ? to : edge.to }));
  const { businessKey, value, order } = document.flow;
  const flow = {
    ...document.flow,
    ...(businessKey === undefined ? {} : { businessKey: rewriteStepNames(businessKey, names) }),
    ...(value === undefined ? {} : { value: rewriteStepNames(value, names) }),
    ...(order === undefined ? {} : { order: rewriteStepNames(order, names) }),
  };
  const layout = document.layout && Object.fromEntries(Object.entries(document.layout).map(([key, at]) => [key === id ? to : key, at]));
  return { document: { ...document, ...renameInAnnotations(document, names), flow, steps, edges, ...(layout ? { layout } : {}) } };
}

/** A readable id that no step has or had: effect keys of a renamed step live on under its first one. */
export function freshId(document: FlowDocument, title: string): string {
  return freshIds(document)(title);
}

/** Gives such ids out, each once. */
export function freshIds(document: FlowDocument): (title: string) => string {
  const take = numbered(usedIds(document), (slug, number) => `${slug}_${number}`);
  return (title) => take(slugOf(title));
}

function slugOf(title: string): string {
  return (
    title
      .toLowerCase()
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^[_0-9]+|_+$/g, "")
      .slice(0, 48) || "step"
  );
}

export function freshName(document: FlowDocument, title: string): string {
  return freshNames(document)(title);
}

/** Gives names out that no step has, each once. */
export function freshNames(document: FlowDocument): (title: string) => string {
  return numbered(new Set(document.steps.map(stepName)), (title, number) => `${title} ${number}`);
}

/** The same word gets the next number: a thousand steps are named without counting up to each. */
function numbered(used: Set<string>, withNumber: (word: string, number: number) => string): (word: string) => string {
  const last = new Map<string, number>();
  return (word) => {
    for (let number = (last.get(word) ?? 0) + 1; ; number += 1) {
      const name = number === 1 ? word : withNumber(word, number);
      if (used.has(name)) continue;
      used.add(name);
      last.set(word, number);
      return name;
    }
  };
}

function usedIds(document: FlowDocument, except?: string): Set<string> {
  return new Set(allSteps(wholeOf(document)).flatMap((step) => (step.id === except ? [] : [step.id, ...(step.was ?? [])])));
}

function put(document: FlowDocument, step: Step, at: Spot): FlowDocument {
  return { ...document, steps: [...document.steps, step], layout: { ...document.layout, [step.id]: onGrid(at) } };
}

function edgeOf(from: PortRef, to: string): Edge {
  return { from: from.step, ...(from.port === "out" ? {} : { port: from.port }), to };
}

const same = (a: Spot | undefined, b: Spot) => a !== undefined && a[0] === b[0] && a[1] === b[1];
