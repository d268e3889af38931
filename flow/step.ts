/**
 * The step kit. A step type is one folder, `flow/steps/<type>/`, with `face.ts` that calls defineFace and `step.ts` that calls defineStep,
 * and one line in `flow/steps/index.ts`. Palette, inspector form, validation, docs and execution are all derived from the two.
 */
import type { z } from "zod";
import type { DeliveryMode, Json, Step } from "./document.ts";
import type { HeardEvent, PortName, Ports } from "./ports.ts";
import type { OdooFieldFact } from "./odoo-shape.ts";
import type { Shape } from "./shape.ts";

/** Groups of the palette, as in the table of step types. */
export type StepGroup = "triggers" | "data" | "control" | "people" | "odoo" | "other";

/** Colour of the icon tile: --c-<category> and --c-<category>-bg. */
export type StepCategory = "trigger" | "transform" | "logic" | "human" | "odoo" | "http" | "event" | "subflow" | "notify";

/** How the inspector shows one config key. Every hint names a key of the config schema. */
export type FieldHint = {
  key: string;
  label: string;
  help?: string;
  placeholder?: string;
  required?: boolean;
  /** shown only while another key has this value */
  when?: { key: string; is: Json };
  control:
    | "text" // a literal, or an expression by the toggle beside it
    | "expression"
    | "condition" // must yield a boolean
    | "key" // operands must be present: dedupe, external ids
    | "long-text"
    | "number"
    | "boolean"
    | "select"
    | "duration"
    | "json"
    | "json-schema"
    | "key-values" // headers, query: a record of name → value
    | "secret" // { secretRef }
    | "connection" // key of a connection of `connectionKind`
    | "odoo-model"
    | "odoo-method"
    | "odoo-arguments" // a record of argument → value, typed by what the server tells of the method
    | "odoo-fields" // a record of Odoo field → value, typed by live metadata
    | "odoo-field-list" // names of fields
    | "odoo-domain"
    | "odoo-match"
    | "map-fields" // [{ name, value }]
    | "cases" // [{ port, when }]
    | "item-condition" // an expression over `item` that must yield a boolean
    | "item-expression" // an expression over `item`
    | "measures" // [{ name, of, by }]
    | "code" // JavaScript
    | "facts"
    | "assignees"
    | "policy"
    | "webhook-auth"
    | "topic"
    | "contract" // key@version
    | "flow" // key of a flow that can be called
    | "flow-input" // what the flow that is called gets, typed by its API trigger
    | "awaited-event" // { topic, match, timeout }
    | "respond" // immediately, or { whenFinished }
    | "odoo-source" // { connection, model, domain, fields, order, page }
    | "rate" // { requests, per }
    | "form-schema" // JSON Schema of a form that people fill in
    | "cron";
  options?: { value: string; label: string }[];
  connectionKind?: "odoo" | "http" | "smtp";
};

export type PortHint = { id: string; label: string; kind: "out" | "outcome" | "error" };

/**
 * What is seen of a step type before anybody opens it: its tile, its line on the node, its outcomes, how its effect is delivered. It stands in
 * `face.ts` beside `step.ts`, without schemas and execution, and is all that the canvas has to fetch of it.
 */
export type StepFace<Config = Record<string, Json>> = Looks<Config> & { effect?: Delivers<Config> };
type Looks<Config> = Pick<
  StepDefinition<Config>,
  "type" | "title" | "description" | "icon" | "category" | "group" | "letter" | "defaults" | "summary" | "ports" | "trigger" | "frame" | "uses"
>;
type Delivers<Config> = Pick<NonNullable<StepDefinition<Config>["effect"]>, "delivery" | "deliveryFor">;

/** What a step asks the engine to wait for. No job exists meanwhile, except a timer's. */
export type Wait =
  | { kind: "timer"; until: string }
  | { kind: "child"; runId: string; text: string }
  | { kind: "event"; until: string | null; text: string }
  | { kind: "approval"; approval: ApprovalRequest };

/** An approval as the step asks for it, all values resolved. */
export type ApprovalRequest = {
  title: string;
  summary?: string;
  facts: { label: string; value: Json; format: "text" | "money" | "number" | "percent" | "date" }[];
  assignees: { people: string[]; groups: string[]; roles: string[] };
  policy: { kind: "any" | "all" | "quorum" | "sequence"; n?: number; fourEyes?: boolean };
  form?: Json;
  /** ISO 8601 instant */
  dueAt?: string;
};

export type StepResult = { kind: "done"; port?: string; output: Json } | { kind: "wait"; wait: Wait };

/** One thing that an effect would do, for dry runs, previews and the inbox's *What changes*. Values may be `{ "$new": "<step id>" }` for ids not known yet. */
export type EffectPreview = {
  system: "odoo" | "http" | "event" | "smtp" | "flow";
  /** plain sentence: Update contact Acme GmbH */
  title: string;
  connection?: string;
  model?: string;
  modelLabel?: string;
  record?: { id: number; name: string };
  action: "create" | "update" | "none" | "call" | "send";
  /** changed fields only, for an update; all fields for a create */
  fields: { name: string; label: string; type?: string; before: Json; after: Json }[];
  /** set where the other system could not be read: the sentence says so */
  unread?: string;
  /** made beside what an earlier execution wrote, which was another record */
  isAnother?: boolean;
};

export type StepContext<Input> = {
  step: Step;
  /** the config with every expression evaluated and checked against `input` */
  input: Input;
  /** evaluates an expression in this step's scope, for steps that are `lazy`; `more` names the item that a step looks at */
  evaluate: (value: Json, more?: { item: Json; index: number } | { event: HeardEvent }) => Promise<Json | undefined>;
  scope: { trigger: Json; steps: Record<string, Json>; run: RunScope; vars: Record<string, Json>; item?: Json; index?: number };
  /** the run's clock: time of the latest recorded input, ms since the epoch */
  now: number;
  /** makes chance repeatable: the same for a run and for its replays */
  seed: string;
  ports: Ports;
  effect: EffectContext;
  /** what was sent and what came back, for the run page; merged into the step run even when the step fails. Never secrets. */
  note: (evidence: { request?: Json; response?: Json }) => void;
  /** aborted when the run is cancelled or the step's timeout passes */
  signal: AbortSignal;
  attempt: number;
  /** schema of the contract in whose name the step makes something, as the run's version holds it; absent: none is kept */
  contract?: Json;
};

export type RunScope = { id: string; correlationId: string; startedAt: string; environment: string; businessKey: string | null };

export type EffectContext = {
  /** installation · environment · flow · origin · step · visit · item; stable over retries, crashes, replays and new versions */
  key: string;
  delivery: DeliveryMode;
  /** what this effect gave when it happened before, where its request has changed since */
  receipt?: Json;
};

export type StepDefinition<Config = Record<string, Json>, Input = Record<string, Json>> = {
  type: string;
  version: number;
  title: string;
  /** one sentence for the palette and the docs table */
  description: string;
  /** lucide icon name */
  icon: string;
  category: StepCategory;
  group: StepGroup;
  /** letter that adds it on the canvas */
  letter?: string;
  /** shape of the config as written: values may be expressions */
  config: z.ZodType<Config>;
  /** shape of the config after evaluation; what execute gets */
  input: z.ZodType<Input>;
  /** a new step's config */
  defaults: Config;
  fields: FieldHint[];
  /** the mono line on the node: res.partner · upsert by x_crm_id */
  summary: (config: Config) => string;
  ports: (config: Config) => PortHint[];
  /** what `steps.<id>` looks like */
  outputs: (config: Config, seen: Seen) => Shape;
  /** ports it may act through; the engine hands it nothing else */
  uses: PortName[];
  /** starts runs instead of being executed */
  trigger?: boolean;
  /** carries steps of its own (flow/nested.ts), which the engine takes through; it executes nothing itself */
  frame?: true;
  /** its expressions are evaluated by the step itself through ctx.evaluate (branch: the first true case wins) */
  lazy?: boolean;
  /** some of its expressions look at one item of its list: they also see `item` and `index` */
  perItem?: true;
  /**
   * where its setting `items` is given, these settings are evaluated once for each of its items, which they see as `item` and `index`; the
   * input then has them as `each`, a list of records, in place of `items`
   */
  perRecord?: readonly string[];
  /** some of its expressions look at an event that came: they also see `event` */
  seesEvent?: true;
  /** settings of which exactly one is given, each with what it begins with: the panel asks which */
  oneOf?: {
    label: string;
    ways: { key: string; label: string; blank: Json /** settings that make no sense then */; without?: string[] }[];
  };
  effect?: {
    delivery: DeliveryMode;
    allowed: DeliveryMode[];
    /** where the default depends on the config: a GET may be repeated, a POST may not */
    deliveryFor?: (config: Config) => DeliveryMode;
    /** false: a later visit updates what the first one made (odoo.create) */
    keyHasVisit: boolean;
    /** described, not done: reads only */
    preview: (ctx: StepContext<Input>) => Promise<EffectPreview[]>;
    /** output of a simulated execution, ids as { "$new": stepId } */
    simulate: (ctx: StepContext<Input>, previews: EffectPreview[]) => Json;
  };
  execute?: (ctx: StepContext<Input>) => Promise<StepResult>;
};

/** What a step that says what it gives may ask: the shape of an expression at its place, and what is known of an Odoo model or of other flows. */
export type Seen = {
  /** `item`: what `item` is, for expressions that look at one of a list */
  of: (source: string, item?: Shape) => Shape;
  /** null where the model is not known */
  odoo: (q: { connection: string; model: string }) => readonly OdooFieldFact[] | null;
  /** what a flow gives to a step that calls it */
  flow: (key: string) => Shape;
  /** what the events of a topic carry */
  topic: (topic: string) => Shape;
};

/** Any step type, where its config type does not matter: what the registry holds. */
export type AnyStep = StepDefinition<Record<string, Json>, Record<string, Json>>;

/** Declares a step type. The registry forgets the config type; parse with `config` and `input` before use. */
export function defineStep<Config, Input>(definition: StepDefinition<Config, Input>): AnyStep {
  return definition as unknown as AnyStep;
}

/** Declares the face of a step type, which its definition is spread from. */
export function defineFace<Config>(face: Looks<Config> & { effect: Delivers<Config> }): Looks<Config> & { effect: Delivers<Config> };
export function defineFace<Config>(face: Looks<Config>): Looks<Config>;
export function defineFace<Config>(face: StepFace<Config>): StepFace<Config> {
  return face;
}
