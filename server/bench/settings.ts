/** What a measured process is told by the one that measures. */
import { z } from "zod";

const Settings = z.object({ url: z.string(), target: z.string() });

export function settings(): z.infer<typeof Settings> {
  return Settings.parse(JSON.parse(process.env.THROUGHLINE_BENCH ?? ""));
}
