import { defineFace } from "../../step.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "each",
  title: "For each",
  description: "Takes the steps inside it through once for every item of a list.",
  icon: "repeat",
  category: "logic",
  group: "control",
  letter: "e",
  defaults: { items: { $: "[]" }, concurrency: 1, onFailure: "stop", childRunsFrom: 200, body: { steps: [], edges: [] } },
  summary: (config) => (config.source === undefined ? shown(config.items) : `${config.source.model} · page by page`),
  ports: () => [
    { id: "out", label: "done", kind: "out" },
    { id: "error", label: "error", kind: "error" },
  ],
  uses: [],
  frame: true,
});
