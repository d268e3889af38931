/** An ISO 8601 duration in seconds; null for text that is none. Days are 24 hours, weeks 7 days. */
const SHAPE = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

export function seconds(duration: string): number | null {
  const parts = SHAPE.exec(duration);
  if (!parts) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, rest = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + rest;
}
