import { z } from "zod";
import { Json } from "../../document.ts";
import { Body } from "../../body.ts";
import { unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { face } from "./face.ts";

/** Records of a search, read page by page: the whole of them is nowhere at once. They go by their ids, so their order is by id, too. */
export const Source = z.strictObject({
  connection: z.string().min(1),
  model: z.string().min(1),
  domain: Json.optional(),
  fields: Json,
  order: z.enum(["id", "id asc", "id desc"], "pages are read in the order of ids: id asc or id desc").optional(),
  /** records of one page */
  page: z.int().min(1).max(1_000).default(200),
});
export type Source = z.infer<typeof Source>;

const Config = z
  .strictObject({
    items: Json.optional(),
    source: Source.optional(),
    itemKey: Json.optional(),
    concurrency: z.int().min(1).max(50).default(1),
    onFailure: z.enum(["continue", "stop"]).default("stop"),
    /** a list as long as this goes in parts that are runs of their own */
    childRunsFrom: z.int().min(1).max(10_000).default(200),
    body: Body,
  })
  .superRefine((config, context) => {
    if ((config.items === undefined) === (config.source === undefined))
      context.addIssue({ code: "custom", path: ["items"], message: "it takes either a list or the pages of a search" });
    if (config.source !== undefined && config.itemKey !== undefined)
      context.addIssue({ code: "custom", path: ["itemKey"], message: "records of a search go by their ids" });
  });
export type Config = z.infer<typeof Config>;

/** A frame: the engine takes the steps of its body through once per item (server/engine/frames.ts). */
export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  oneOf: {
    label: "Takes through",
    ways: [
      { key: "items", label: "A list", blank: { $: "" } },
      {
        key: "source",
        label: "Pages of a search",
        blank: { connection: "", model: "", fields: [] },
        without: ["itemKey", "childRunsFrom"],
      },
    ],
  },
  fields: [
    { key: "items", label: "Items", control: "expression", help: "A list; a single value is a list of one." },
    {
      key: "source",
      label: "Pages of a search",
      control: "odoo-source",
      help: "Any number of records, a page at a time; each goes by its id.",
    },
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
    { key: "childRunsFrom", label: "Runs of their own from", control: "number", help: "A list with as many items goes in parts, each a run of its own." },
  ],
  outputs: () => ({
    kind: "object",
    fields: {
      succeeded: { kind: "number" },
      failed: { kind: "number" },
      skipped: { kind: "number" },
      results: { kind: "array", of: { kind: "object", fields: { key: { kind: "string" }, status: { kind: "string" }, output: unknownShape }, open: true } },
    },
  }),
  lazy: true,
});
