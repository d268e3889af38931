import { defineFace } from "../../step.ts";
import { onError, out } from "../outcomes.ts";
import type { Config } from "./step.ts";

export const face = defineFace<Config>({
  type: "code",
  title: "Code",
  description: "Runs JavaScript on its input, shut off from everything else.",
  icon: "code-xml",
  category: "transform",
  group: "data",
  defaults: { code: "return input;", input: {} },
  summary: (config) => {
    const lines = config.code.trim().split("\n");
    return lines.length === 1 ? (lines[0] ?? "").slice(0, 60) : `${lines.length} lines`;
  },
  ports: () => [out, onError],
  uses: ["code"],
});
