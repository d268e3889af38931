/** Problems of shapes: what an expression cannot do with what it sees, and what a setting cannot do with what its expression gives. */
import type { FlowDocument, Step } from "./document.ts";
import type { Finding } from "./expression/findings.ts";
import { infer } from "./expression/infer.ts";
import { expressionsIn } from "./expression/inspect.ts";
import { operandsOf } from "./expression/key.ts";
import type { FlowShapes, Sight } from "./flow-shapes.ts";
import { withItem } from "./flow-shapes.ts";
import { bodyOf, placeOf } from "./nested.ts";
import { nameOf } from "./problem.ts";
import type { Found } from "./problem.ts";
import type { Shape } from "./shape.ts";
import { alternatives, certain, isKnownMissing, isText, shapeWords } from "./shape.ts";
import type { AnyStep, FieldHint } from "./step.ts";
import { findStep } from "./steps/index.ts";

const known = new WeakMap<Step, { sight: Sight; found: Found[] }>();

export function shapeProblems(document: FlowDocument, step: Step, shapes: FlowShapes): Found[] {
  const definition = findStep(step.type);
  if (!definition) return [];
  const sight = shapes.sight(step.id);
  const last = known.get(step);
  if (last?.sight === sight) return last.found;
  const found = look({ document, step, definition, sight });
  known.set(step, { sight, found });
  return found;
}

type Looking = { document: FlowDocument; step: Step; definition: AnyStep; sight: Sight };

function look(q: Looking): Found[] {
  const { step, definition } = q;
  const { body: _, ...own } = step.config;
  const config = bodyOf(step) ? own : step.config;
  return expressionsIn(config).flatMap(({ path, source }) => {
    const [root = ""] = path.split(".");
    const hint = definition.fields.find((field) => field.key === root);
    const scope = scopeFor(q, hint, path);
    const told = infer(source, scope, { shape: q.sight.steps, tell: (name) => mayNotHaveRun(q, name) });
    const findings = told.findings.map((finding) => foundOf(step, path, source, finding));
    return [...findings, ...(findings.length === 0 ? expected({ ...q, hint, path, source, shape: told.shape, scope }) : [])];
  });
}

/** Settings that look at one item see it; the others do not. */
function scopeFor({ sight, step, definition }: Looking, hint: FieldHint | undefined, path: string): Shape {
  const [root = ""] = path.split(".");
  if (sight.item && step.config.items !== undefined && definition.perRecord?.includes(root)) return withItem(sight.scope, sight.item);
  const looks = hint?.control === "item-condition" || hint?.control === "item-expression" || (hint?.control === "measures" && path.endsWith(".of"));
  if (looks && sight.item) return withItem(sight.scope, sight.item);
  // the key of an item is asked for outside of it
  return step.type === "each" && path === "itemKey" ? withItem(sight.scope, { kind: "unknown" }) : sight.scope;
}

function foundOf(step: Step, path: string, source: string, finding: Finding): Found {
  const { severity, code, message, fix } = finding;
  const repair = finding.source === undefined ? {} : { repair: { field: path, was: { $: source }, value: { $: finding.source } } };
  return { severity, code, step: step.id, field: path, message, fix, ...repair };
}

function mayNotHaveRun({ document, step }: Looking, name: string): Pick<Finding, "message" | "fix"> | null {
  const other = placeOf(document, name)?.step;
  return other
    ? {
        message: `${nameOf(step)} reads steps.${name}, and ${nameOf(other)} has not run on every way that leads here.`,
        fix: `Ask first, for example steps.${name} ? steps.${name}.… : …`,
      }
    : null;
}

type Expecting = Looking & { hint: FieldHint | undefined; path: string; source: string; shape: Shape; scope: Shape };

function expected(q: Expecting): Found[] {
  const { hint, path } = q;
  switch (hint?.control) {
    case "condition":
    case "item-condition":
      return path === hint.key ? condition(q) : [];
    case "cases":
      return path.endsWith(".when") ? condition(q) : [];
    case "key":
      return path === hint.key ? key(q) : [];
    case "odoo-match":
      return path === `${hint.key}.key` ? key(q) : [];
    case "text":
    case "long-text":
      return path === hint.key && hint.key !== "to" ? text(q) : [];
    default:
      return [];
  }
}

const canBe = (shape: Shape, test: (each: Shape) => boolean): boolean => {
  const there = alternatives(certain(shape));
  return there.length === 0 || there.some((each) => each.kind === "unknown" || test(each));
};

function condition({ step, path, shape, source }: Expecting): Found[] {
  if (!canBe(shape, (each) => each.kind === "boolean"))
    return [
      {
        severity: "error",
        code: "expression.never_boolean",
        step: step.id,
        field: path,
        message: `A condition must give true or false, and ${source.length > 40 ? "this one" : source} gives ${shapeWords(shape)}.`,
        fix: "Compare it with something, or ask for it with $exists(…).",
      },
    ];
  if (!isKnownMissing(shape)) return [];
  return [
    {
      severity: "warning",
      code: "expression.may_be_missing",
      step: step.id,
      field: path,
      message: `A condition of ${nameOf(step)} gives nothing where its data is missing, and the run fails then.`,
      fix: "Ask first, for example $exists(…) and ….",
    },
  ];
}

/** Every operand of a key must be there. */
function key({ step, path, source, scope }: Expecting): Found[] {
  return operandsOf(source).flatMap((operand): Found[] => {
    const { shape } = infer(operand, scope);
    const at = { step: step.id, field: path };
    if (!canBe(shape, (each) => isText(each) || each.kind === "number" || each.kind === "boolean"))
      return [
        {
          ...at,
          severity: "error",
          code: "expression.no_key",
          message: `A key is made of text and numbers, and ${operand} is ${shapeWords(shape)}.`,
          fix: "Name a single value.",
        },
      ];
    if (!isKnownMissing(shape)) return [];
    return [
      {
        ...at,
        severity: "warning",
        code: "expression.may_be_missing",
        message: `The key needs ${operand}, which may be missing: the run fails then.`,
        fix: "Make the key of what is always there.",
      },
    ];
  });
}

/** An object in a text is shown as code, which nobody wants to read. */
function text({ step, path, shape, source }: Expecting): Found[] {
  const there = alternatives(certain(shape));
  if (there.length === 0 || !there.every((each) => each.kind === "object")) return [];
  return [
    {
      severity: "warning",
      code: "expression.object_as_text",
      step: step.id,
      field: path,
      message: `${source.length > 40 ? "This" : source} is an object, and a text is asked for.`,
      fix: "Read one of its fields.",
    },
  ];
}
