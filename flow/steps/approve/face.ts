import { defineFace } from "../../step.ts";
import { shown } from "../shown.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "approve",
  title: "Approve",
  description: "Asks people and waits for their decision.",
  icon: "user-check",
  category: "human",
  group: "people",
  letter: "a",
  defaults: { title: "Please decide", assignees: { roles: ["approver"] }, policy: { kind: "any" }, facts: [] },
  summary: (config) => `${config.policy?.kind ?? "any"}${config.dueIn ? ` · due in ${config.dueIn}` : ""} · ${shown(config.title)}`,
  ports: () => [
    { id: "approved", label: "approved", kind: "outcome" },
    { id: "rejected", label: "rejected", kind: "outcome" },
    { id: "changes", label: "changes", kind: "outcome" },
    { id: "expired", label: "expired", kind: "outcome" },
  ],
  uses: [],
});
