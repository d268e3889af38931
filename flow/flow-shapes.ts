/**
 * What every step of a flow sees and gives, as shapes. A step is looked at again only when its settings or what it reads have changed:
 * shapes that come out the same stay the same object, so a change stops spreading where it makes no difference.
 */
import { availabilityOf } from "./availability.ts";
import type { FlowDocument, Json, Step } from "./document.ts";
import { expressionsIn, pathsOf } from "./expression/inspect.ts";
import { infer } from "./expression/infer.ts";
import { bodyOf, placeOf } from "./nested.ts";
import type { Place } from "./nested.ts";
import { recordShape } from "./odoo-shape.ts";
import type { OdooModelFact } from "./odoo-shape.ts";
import { shapeOf } from "./shape-of.ts";
import { recordOf } from "./schema-resolve.ts";
import type { Shape } from "./shape.ts";
import { either, eventOf, failureShape, fieldOf, missingOf, missingShape, numberShape, objectOf, sameShape, textShape, unknownShape } from "./shape.ts";
import type { Seen } from "./step.ts";
import { findStep } from "./steps/index.ts";
import { listedShape, valueShape } from "./value-shape.ts";

/** What is known beside the flow itself. `trigger`: what it was in the sample. */
export type Known = {
  trigger?: Json;
  odoo?: readonly OdooModelFact[];
  flows?: readonly { key: string; gives: Shape }[];
  topics?: readonly { topic: string; carries: Shape | null }[];
};

/** The scope of expressions at a step, `steps` in it, and what `item` is for settings that look at one. */
export type Sight = { scope: Shape; steps: Shape; item: Shape | null };

export type FlowShapes = {
  sight: (id: string) => Sight;
  output: (id: string) => Shape;
  seen: (id: string) => Seen;
  trigger: (id: string | null) => Shape;
};

const RUN: Shape = {
  kind: "object",
  fields: {
    id: textShape,
    correlationId: textShape,
    startedAt: { kind: "datetime" },
    environment: textShape,
    businessKey: either(textShape, { kind: "null" }),
  },
  open: true,
};
const VARS: Shape = { kind: "object", fields: {}, open: true };

type Memo<T> = { deps: readonly unknown[]; value: T };
const outputs = new WeakMap<Step, Memo<Shape>>();
const sights = new WeakMap<Step, Memo<Sight>>();
const samples = new WeakMap<object, Shape>();
const reads = new WeakMap<Step, string[]>();

export function shapesOf(document: FlowDocument, known: Known): FlowShapes {
  const done = new Map<string, Shape>();
  const under = new Set<string>();
  const sightOf = new Map<string, Sight>();
  const triggers = document.steps.filter((step) => findStep(step.type)?.trigger);

  const seen = (id: string): Seen => ({
    of: (source, item) => infer(source, item === undefined ? sight(id).scope : withItem(sight(id).scope, item)).shape,
    odoo: ({ connection, model }) => known.odoo?.find((each) => each.connection === connection && each.model === model)?.fields ?? null,
    flow: (key) => known.flows?.find((each) => each.key === key)?.gives ?? unknownShape,
    topic: (topic) => known.topics?.find((each) => each.topic === topic)?.carries ?? unknownShape,
  });

  const trigger = (id: string | null): Shape => {
    const place = id === null ? undefined : placeOf(document, id);
    const outermost = place?.frames[0]?.id ?? id;
    const own = triggers.filter((each) => each.id === outermost || outermost === null || availabilityOf(document).isBefore(each.id, outermost));
    const declared = (own.length > 0 ? own : triggers).map((each) => output(each.id));
    return declared.length > 0 ? joined(declared) : unknownShape;
  };

  /** A trigger's output is what `trigger` is. */
  const output = (id: string): Shape => {
    const already = done.get(id);
    if (already) return already;
    const step = placeOf(document, id)?.step;
    const definition = step && findStep(step.type);
    // a circle is a problem of its own
    if (!step || !definition || under.has(id)) return unknownShape;
    under.add(id);
    const deps = [definition.trigger ? known.trigger : sight(id).scope, known.odoo, known.flows, known.topics, id];
    const last = outputs.get(step);
    let value = last && sameDeps(last.deps, deps) ? last.value : null;
    if (value === null) {
      const config = definition.config.safeParse(step.config);
      const declared = config.success ? definition.outputs(config.data, seen(id)) : unknownShape;
      const fresh = definition.trigger && known.trigger !== undefined ? filled(declared, sampleShape(known.trigger)) : declared;
      value = last && sameShape(last.value, fresh) ? last.value : fresh;
      outputs.set(step, { deps, value });
    }
    under.delete(id);
    done.set(id, value);
    return value;
  };

  const sight = (id: string): Sight => {
    const already = sightOf.get(id);
    if (already) return already;
    const place = placeOf(document, id);
    if (!place) return { scope: unknownShape, steps: unknownShape, item: null };
    const { step } = place;
    const definition = findStep(step.type);
    const names = namesRead(step);
    const shapes = names.map((name) => availableOutput(document, place, name, output));
    const around = place.frames.at(-1);
    const item = around ? itemOf(around, seen(around.id)) : null;
    // a trigger's own conditions look at what came
    const own = definition?.trigger ? output(id) : trigger(id);
    const deps = [own, item, known.topics, id, ...shapes.flatMap((each) => (each ? [each.shape, each.isSure] : [null]))];
    const last = sights.get(step);
    if (last && sameDeps(last.deps, deps)) {
      sightOf.set(id, last.value);
      return last.value;
    }
    const steps = objectOf(
      names.flatMap((name, index): [string, Shape][] => {
        const found = shapes[index];
        return found ? [[name, found.isSure ? found.shape : either(found.shape, missingShape)]] : [];
      }),
      true,
    );
    const base: Sight = {
      steps,
      item: null,
      scope: {
        kind: "object",
        fields: {
          trigger: own,
          steps,
          run: RUN,
          vars: VARS,
          ...(item ? { item, index: numberShape } : {}),
          ...(definition?.seesEvent ? { event: eventOf(seen(id).topic(textOf(recordOf(step.config.event).topic))) } : {}),
        },
      },
    };
    sightOf.set(id, base);
    const value =
      definition?.perItem || (definition?.perRecord && step.config.items !== undefined)
        ? { ...base, item: listedShape(valueShape(step.config.items, seen(id))) }
        : base;
    sightOf.set(id, value);
    sights.set(step, { deps, value });
    return value;
  };

  return { sight, output, seen, trigger };
}

export function withItem(scope: Shape, item: Shape): Shape {
  return scope.kind === "object" ? { ...scope, fields: { ...scope.fields, item, index: numberShape } } : scope;
}

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** What is gone through one by one: the items of a list, or the records of a search. */
function itemOf(frame: Step, seen: Seen): Shape {
  const { source } = frame.config;
  if (source === undefined) return listedShape(valueShape(frame.config.items, seen));
  if (typeof source !== "object" || source === null || Array.isArray(source) || typeof source.connection !== "string" || typeof source.model !== "string")
    return unknownShape;
  return recordShape(seen.odoo({ connection: source.connection, model: source.model }), source.fields);
}

/** Ids of the steps that a step's own expressions name. */
function namesRead(step: Step): string[] {
  const known = reads.get(step);
  if (known) return known;
  const { body: _, ...own } = step.config;
  const config = bodyOf(step) ? own : step.config;
  const names = [...new Set(expressionsIn(config).flatMap(({ source }) => pathsOf(source).flatMap(([first, id]) => (first === "steps" && id ? [id] : []))))];
  reads.set(step, names);
  return names;
}

/** Null where nothing can be said: a step that is not there, or that only an earlier round can have gone through. */
function availableOutput(document: FlowDocument, place: Place, name: string, output: (id: string) => Shape): { shape: Shape; isSure: boolean } | null {
  const other = placeOf(document, name);
  if (!other) return null;
  const later = other.graph === place.graph ? place.step.id : place.frames.find((frame) => other.graph.steps.includes(frame))?.id;
  if (later === undefined) return null;
  const availability = availabilityOf(other.graph);
  if (!availability.isBefore(name, later)) return null;
  if (findStep(other.step.type)?.trigger) return { shape: unknownShape, isSure: true };
  const isSure = availability.isSure(name, later);
  const isCaught = availability.isAfterPort(name, later, (port) => port === "error");
  if (!isCaught) return { shape: output(name), isSure };
  const isFine = availability.isAfterPort(name, later, (port) => port !== "error");
  return { shape: isFine ? joined([output(name), failureShape]) : failureShape, isSure };
}

const unions = new WeakMap<Shape, { of: readonly Shape[]; value: Shape }>();

/** The same object for the same shapes, so that what reads it is not looked at again. */
function joined(of: readonly Shape[]): Shape {
  const [first] = of;
  if (!first || of.length === 1) return first ?? unknownShape;
  const last = unions.get(first);
  if (last && sameDeps(last.of, of)) return last.value;
  const value = either(...of);
  unions.set(first, { of, value });
  return value;
}

function sameDeps(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** A sample shows one of many: others may have more fields, and what is null there may be something. */
function sampleShape(value: Json): Shape {
  if (typeof value !== "object" || value === null) return loosened(shapeOf(value));
  const known = samples.get(value);
  if (known) return known;
  const shape = loosened(shapeOf(value));
  samples.set(value, shape);
  return shape;
}

function loosened(shape: Shape): Shape {
  if (shape.kind === "null") return unknownShape;
  if (shape.kind === "array") return { kind: "array", of: loosened(shape.of) };
  if (shape.kind === "union") return either(...shape.of.map(loosened));
  if (shape.kind !== "object") return shape;
  return objectOf(
    Object.entries(shape.fields).map(([name, inner]): [string, Shape] => [name, shape.optional?.includes(name) ? unknownShape : loosened(inner)]),
    true,
  );
}

/** What is declared, and where that says nothing, what the sample shows. */
function filled(declared: Shape, sample: Shape): Shape {
  if (declared.kind === "unknown") return sample;
  if (declared.kind !== "object" || sample.kind !== "object") return declared;
  const names = [...new Set([...Object.keys(declared.fields), ...(declared.open ? Object.keys(sample.fields) : [])])];
  return objectOf(
    names.map((name): [string, Shape] => {
      const own = declared.fields[name];
      const shown = sample.fields[name] ?? unknownShape;
      if (own === undefined) return [name, shown];
      return [name, either(filled(own, shown), ...missingOf(fieldOf(declared, name) ?? missingShape))];
    }),
    declared.open === true,
  );
}
