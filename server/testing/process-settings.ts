/** What a process of a test is told. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { RealSystems } from "./real-systems.ts";

export const ProcessSettings = z.object({
  url: z.string(),
  installation: z.string(),
  target: z.string(),
  limits: z.record(z.string(), z.number()),
  connection: z.record(z.string(), Json).optional(),
  real: RealSystems.optional(),
  logLevel: z.string(),
});
