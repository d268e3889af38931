/** Dry runs without a database: step types that do one thing each, ports that let nothing be written, and short ways to draw a flow of them. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import { business, technical } from "#flow/failure.ts";
import type { Ports } from "#flow/ports.ts";
import { defineStep } from "#flow/step.ts";
import type { AnyStep, StepContext, StepDefinition, StepResult } from "#flow/step.ts";
import { createSimulate } from "../engine/simulate.ts";
import type { SimulateDeps } from "../engine/simulate.ts";

type Config = Record<string, Json>;
const anything = z.record(z.string(), Json);

function define(type: string, over: Partial<StepDefinition<Config, Config>>): AnyStep {
  return defineStep<Config, Config>({
    type,
    version: 1,
    title: type,
    description: "",
    icon: "box",
    category: "transform",
    group: "data",
    config: anything,
    input: anything,
    defaults: {},
    fields: [],
    summary: () => "",
    ports: () => [{ id: "out", label: "", kind: "out" }],
    outputs: () => ({ kind: "unknown" }),
    uses: [],
    ...over,
  });
}

const done = (output: Json, port = "out"): StepResult => ({ kind: "done", output, port });
export const written: string[] = [];

const TYPES: AnyStep[] = [
  define("start", { trigger: true }),
  define("same", { execute: async (ctx) => done(ctx.input) }),
  define("pick", { execute: async (ctx) => done(ctx.input, ctx.input.large === true ? "large" : "normal") }),
  define("ask", {
    execute: async (ctx) => ({
      kind: "wait",
      wait: {
        kind: "approval",
        approval: { title: `Start ${ctx.step.id}?`, facts: [], assignees: { people: [], groups: [], roles: [] }, policy: { kind: "any" } },
      },
    }),
  }),
  define("later", { execute: async () => ({ kind: "wait", wait: { kind: "timer", until: "2026-01-01T00:00:00.000Z" } }) }),
  define("hear", { execute: async () => ({ kind: "wait", wait: { kind: "event", until: null, text: "Waits for the event paid." } }) }),
  define("broken", {
    execute: async () => {
      throw business("rule", "test.rule", "The rule says no.");
    },
  }),
  define("bug", {
    execute: async () => {
      throw new TypeError("x is not a function");
    },
  }),
  define("stuck", { execute: () => new Promise<StepResult>(() => undefined) }),
  define("sneaky", {
    execute: async (ctx) => {
      await ctx.ports.odoo.create({ connection: "odoo", model: "res.partner", records: [] }, ctx);
      return done(null);
    },
  }),
  define("keyed", {
    fields: [
      { key: "match", label: "Key", control: "odoo-match" },
      { key: "when", label: "When", control: "condition" },
    ],
    execute: async (ctx) => done(ctx.input),
  }),
  define("number", { input: z.object({ id: z.number() }) as unknown as z.ZodType<Config>, execute: async (ctx) => done(ctx.input) }),
  define("write", {
    effect: {
      delivery: "exactly-once",
      allowed: ["exactly-once"],
      keyHasVisit: false,
      preview: async (ctx: StepContext<Config>) => {
        const read = await ctx.ports.odoo.preview(
          { connection: "odoo", model: "res.partner", kind: "create", externalId: ctx.effect.key, values: ctx.input },
          ctx,
        );
        return [
          {
            system: "odoo",
            title: `Create ${ctx.step.id}`,
            model: "res.partner",
            action: read.action,
            fields: read.fields,
            ...(read.unread ? { unread: read.unread } : {}),
          },
        ];
      },
      simulate: (ctx) => ({ id: { $new: ctx.step.id }, action: "created" }),
    },
    execute: async () => {
      written.push("executed");
      return done(null);
    },
  }),
];

const refuse = async (): Promise<never> => {
  written.push("port");
  throw technical("internal", "test.write", "written");
};

export function ports(unread?: string): Omit<Ports, "events" | "flows"> {
  return {
    odoo: {
      create: refuse,
      upsert: refuse,
      update: refuse,
      writeList: refuse,
      call: refuse,
      report: refuse,
      resolve: refuse,
      search: async () => ({ records: [] }),
      preview: async (call) => ({
        modelLabel: "Contact",
        action: "create",
        fields: Object.entries(call.values).map(([name, after]) => ({ name, label: name, before: null, after })),
        ...(unread ? { unread } : {}),
      }),
    },
    http: { send: refuse },
    mail: { send: refuse },
    code: { run: refuse },
    schema: { check: () => [] },
  };
}

export function simulator(over: Partial<SimulateDeps> = {}) {
  let at = 0;
  return createSimulate({
    portsFor: () => ports(),
    connections: { variables: async () => ({ region: "north" }) },
    installation: "here",
    clock: { now: () => (at += 1) },
    findStep: (type) => TYPES.find((each) => each.type === type),
    ...over,
  });
}

export const step = (id: string, type: string, config: Config = {}): Step => ({ id, type, config });
export const flow = (steps: Step[], edges: Edge[]): FlowDocument => ({
  throughline: 1,
  flow: { key: "f", name: "F" },
  steps: [step("t", "start"), ...steps],
  edges,
});
export const chain = (...steps: Step[]) =>
  flow(
    steps,
    steps.map((each, index) => ({ from: index === 0 ? "t" : (steps[index - 1]?.id ?? "t"), to: each.id })),
  );
export const trigger = { body: { amount: 3, large: true } };
export const run = { environment: "test", trigger };
