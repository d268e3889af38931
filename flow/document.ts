/**
 * The flow document: what an analyst draws, what a flow file holds, what a version freezes.
 *
 * Glossary (the whole of it: docs/glossary.md)
 * - flow: one drawn process, with an owner, a domain, a latency class, an SLO and a runbook
 * - step: a box on the canvas; its type says what it does; its ports are where edges leave
 * - edge: from one step's port to another step; a rework edge sends work back
 * - config value: a literal, or an expression `{ "$": "<JSONata>" }`; `{ "$literal": … }` escapes one
 */
import { z } from "zod";
import { COLOURS, FLOW_FORMAT, STEP_ID } from "./marks.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const Json: z.ZodType<Json> = z.json() as z.ZodType<Json>;

/** An expression: JSONata source. In scope: `trigger`, `steps.<id>`, `item`, `index`, `run`, `vars`. */
export const Expression = z.strictObject({ $: z.string() });
export type Expression = z.infer<typeof Expression>;

/** A secret kept per environment, named here and never written here. */
export const SecretRef = z.strictObject({ secretRef: z.string().min(1) });
export type SecretRef = z.infer<typeof SecretRef>;

export const DeliveryMode = z.enum(["exactly-once", "at-least-once", "at-most-once"]);
export type DeliveryMode = z.infer<typeof DeliveryMode>;

/** ISO 8601 duration, e.g. PT4H, P1D, PT0.5S. */
export const Duration = z
  .string()
  .regex(
    /^P(?!$)(\d+(?:\.\d+)?W)?(\d+(?:\.\d+)?D)?(T(?=\d)(\d+(?:\.\d+)?H)?(\d+(?:\.\d+)?M)?(\d+(?:\.\d+)?S)?)?$/,
    "must be an ISO 8601 duration such as PT4H or P1D",
  );

export const RetryPolicy = z.strictObject({
  /** tries in all, the first included */
  attempts: z.int().min(1).max(50),
  firstDelay: Duration.optional(),
  maxDelay: Duration.optional(),
});
export type RetryPolicy = z.infer<typeof RetryPolicy>;

export const Step = z.strictObject({
  id: z.string().regex(STEP_ID, "must start with a lower-case letter and hold only lower-case letters, digits and _").max(60),
  type: z.string().min(1),
  version: z.int().positive().optional(),
  name: z.string().max(120).optional(),
  config: z.record(z.string(), Json).default({}),
  join: z.enum(["all", "any"]).optional(),
  retry: RetryPolicy.optional(),
  timeout: Duration.optional(),
  delivery: DeliveryMode.optional(),
  /** former ids: effect keys follow a renamed step */
  was: z.array(z.string().regex(STEP_ID)).optional(),
  notes: z.string().optional(),
});
export type Step = z.infer<typeof Step>;

export const Edge = z.strictObject({
  from: z.string(),
  /** absent means `out` */
  port: z.string().min(1).optional(),
  to: z.string(),
  rework: z.boolean().optional(),
});
export type Edge = z.infer<typeof Edge>;

export const LatencyClass = z.enum(["real-time", "near-real-time", "batch"]);
export type LatencyClass = z.infer<typeof LatencyClass>;

const ConfigValue = Json;

export const FlowSettings = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, "must hold only lower-case letters, digits and -")
    .max(80),
  name: z.string().min(1).max(160),
  domain: z.string().optional(),
  latency: LatencyClass.optional(),
  owner: z.string().optional(),
  slo: z.strictObject({ within: Duration, target: z.number().gt(0).max(1) }).optional(),
  runbook: z.string().optional(),
  /** how people call a run: SO-1042, an e-mail address, an Odoo id */
  businessKey: ConfigValue.optional(),
  /** the money at stake in a run */
  value: ConfigValue.optional(),
  currency: z.string().optional(),
  /** runs with the same key go one at a time, in the order of their arrival */
  order: ConfigValue.optional(),
  /** runs under way at once in one environment */
  concurrency: z.int().min(1).max(10_000).optional(),
  /** how long history is kept, where that differs from the environment's policy */
  retention: z.strictObject({ succeeded: Duration.optional(), failed: Duration.optional() }).optional(),
  /** names or dotted paths of fields that are encrypted at rest and masked on reading */
  sensitive: z.array(z.string().min(1).max(200)).max(200).optional(),
});
export type FlowSettings = z.infer<typeof FlowSettings>;

export const Colour = z.enum(COLOURS);
export type Colour = z.infer<typeof Colour>;

const AnnotationId = z.string().regex(STEP_ID, "must start with a lower-case letter and hold only lower-case letters, digits and _").max(60);

/** A frame with a title behind the steps that belong together. It is where they are. */
export const Group = z.strictObject({
  id: AnnotationId,
  title: z.string().max(120),
  colour: Colour.optional(),
  steps: z.array(z.string()).min(1),
});
export type Group = z.infer<typeof Group>;

/** A sticky note on the canvas, in Markdown. */
export const Note = z.strictObject({
  id: AnnotationId,
  text: z.string().max(10_000),
  colour: Colour.optional(),
  /** top left corner, in px as the layout of steps */
  at: z.tuple([z.number(), z.number()]),
  size: z.tuple([z.number().min(40).max(4_000), z.number().min(40).max(4_000)]),
  /** the for each in whose body it stands; absent: on the flow itself */
  frame: z.string().optional(),
});
export type Note = z.infer<typeof Note>;

export const FlowDocument = z.strictObject({
  throughline: z.literal(FLOW_FORMAT),
  flow: FlowSettings,
  steps: z.array(Step),
  edges: z.array(Edge),
  /** canvas position of the step's top left corner, in px */
  layout: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  /** for people alone, as the layout is: a run knows nothing of groups and notes, and they are no part of what a version means */
  groups: z.array(Group).max(500).optional(),
  notes: z.array(Note).max(500).optional(),
});
export type FlowDocument = z.infer<typeof FlowDocument>;
