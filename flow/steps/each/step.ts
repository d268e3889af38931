import { z } from "zod";
import { Json } from "../../document.ts";
import { Body } from "../../nested.ts";
import { unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { shown } from "../values.ts";

const Config = z.strictObject({
  items: Json,
  itemKey: Json.optional(),
  concurrency: z.int().min(1).max(50).default(1),
  onFailure: z.enum(["continue", "stop"]).default("stop"),
  body: Body,
});
type Config = z.infer<typeof Config>;

/** A frame: the engine takes the steps of its body through once per item (server/engine/frames.ts). */
export const step = defineStep<Config, Config>({
  type: "each",
  version: 1,
  title: "For each",
  description: "Takes the steps inside it through once for every item of a list.",
  icon: "repeat",
  category: "logic",
  group: "control",
  letter: "e",
  config: Config,
  input: Config,
  defaults: { items: { $: "[]" }, concurrency: 1, onFailure: "stop", body: { steps: [], edges: [] } },
  fields: [
    { key: "items", label: "Items", control: "expression", required: true, help: "A list; a single value is a list of one." },
    {
      key: "itemKey",
      label: "Item key",
      control: "key",
      help: "What identifies an item, such as item.id: effects, retries and replays go by it. Without it items go by their place in the list.",
    },
    { key: "concurrency", label: "At once", control: "number", help: "How many items are under way at the same time." },
    {
      key: "onFailure",
      label: "When an item fails",
      control: "select",
      options: [
        { value: "stop", label: "Begin no further item, and fail" },
        { value: "continue", label: "Go on with the others, and count it" },
      ],
    },
  ],
  summary: (config) => shown(config.items),
  ports: () => [
    { id: "out", label: "done", kind: "out" },
    { id: "error", label: "error", kind: "error" },
  ],
  outputs: () => ({
    kind: "object",
    fields: {
      succeeded: { kind: "number" },
      failed: { kind: "number" },
      skipped: { kind: "number" },
      results: { kind: "array", of: { kind: "object", fields: { key: { kind: "string" }, status: { kind: "string" }, output: unknownShape } } },
    },
  }),
  uses: [],
  lazy: true,
  frame: true,
});
