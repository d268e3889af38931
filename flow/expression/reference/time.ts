import { entry, type FunctionGroup } from "./entry.ts";

export const TIME: FunctionGroup = {
  title: "Time",
  functions: [
    entry("$now picture? timezone?", "text", "The time of the run, as ISO 8601 or as a picture shows it; the same when the run is replayed.", {
      "$now()": "2026-01-15T09:30:00.000Z",
      "$now('[Y0001]-[M01]-[D01]')": "2026-01-15",
    }),
    entry("$millis", "number", "The time of the run in milliseconds since 1970.", { "$millis()": 1768469400000 }),
    entry("$toMillis time picture?", "number", "Milliseconds since 1970 of a time, written as ISO 8601 or as a picture says.", {
      "$toMillis('2026-01-15T09:30:00Z')": 1768469400000,
      "$toMillis('15.01.2026', '[D01].[M01].[Y0001]')": 1768435200000,
    }),
    entry("$fromMillis milliseconds picture? timezone?", "text", "A time as ISO 8601 or as a picture shows it, in UTC or in a zone such as +0100.", {
      "$fromMillis(1768469400000)": "2026-01-15T09:30:00.000Z",
      "$fromMillis(1768469400000, '[D01].[M01].[Y0001] [H01]:[m01]', '+0100')": "15.01.2026 10:30",
    }),
  ],
};
