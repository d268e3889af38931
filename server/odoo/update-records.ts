import type { Json } from "#flow/document.ts";
import type { OdooKnown, OdooUpdated } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import { makeNewLines, splitNewLines } from "./new-lines.ts";
import type { SendOptions } from "./transport.ts";
import { idsOf, writeDifferences } from "./update.ts";

type Target = { ids: number[] } | { domain: Json[] };
type Updating = {
  model: string;
  target: Target;
  values: Record<string, Json>;
  externalId: string;
  lines?: ({ externalId: string } & OdooKnown)[];
  context?: Context;
};

/** Fields and lines that are there first, then what is made: each is done once by itself, so a repeat does what is left. */
export async function updateRecords(client: OdooClient, q: Updating, options?: SendOptions): Promise<OdooUpdated[]> {
  const { values, made } = await splitNewLines(client, q);
  const ids = await idsOf(client, q, options);
  const written = await writeDifferences(client, { ...q, ids, values }, options);
  if (made.length === 0 || ids.length === 0) return written;
  const known = new Map((q.lines ?? []).map(({ externalId, ...line }) => [externalId, line]));
  const lines = await makeNewLines(client, { ...q, ids, made, known }, options);
  return written.map((record) => {
    const its = lines.get(record.id) ?? [];
    const isChanged = its.some((line) => line.action === "created" || line.action === "updated");
    return { ...record, action: isChanged ? "updated" : record.action, lines: its };
  });
}
