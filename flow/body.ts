/** The steps that a *for each* carries, as its settings have to hold them. */
import { z } from "zod";
import { Edge, Step } from "./document.ts";

export const Body = z.strictObject({ steps: z.array(Step), edges: z.array(Edge) });
