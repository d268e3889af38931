/** What a process of a test is told. */
import { z } from "zod";

export const ProcessSettings = z.object({
  url: z.string(),
  installation: z.string(),
  target: z.string(),
  limits: z.record(z.string(), z.number()),
  logLevel: z.string(),
});
