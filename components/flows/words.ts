const LATENCIES: Record<string, string> = { "real-time": "Real-time", "near-real-time": "Near-real-time", batch: "Batch" };

export function latencyWord(latency: string): string {
  return LATENCIES[latency] ?? latency;
}

/** project-operations reads Project operations. */
export function words(key: string | null): string {
  if (!key) return "";
  const text = key.replace(/[-_]+/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Won opportunity → project in Odoo becomes won-opportunity-project-in-odoo. */
export function keyFrom(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-+$/, "");
}
