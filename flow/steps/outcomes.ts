/** The outcomes that most step types have. */
import type { PortHint } from "../step.ts";

export const out: PortHint = { id: "out", label: "Next", kind: "out" };
export const onError: PortHint = { id: "error", label: "error", kind: "error" };
