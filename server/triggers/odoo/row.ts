/** An Odoo trigger as it stands, read from the tables, and the settings of its deployed version. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { OdooTriggerConfig } from "#flow/steps/trigger-odoo/step.ts";
import type { LoadedRegistration, VersionSource } from "../../deps.ts";

export const WatchRow = z.object({
  registration_id: z.string(),
  spec: z.string().nullable(),
  place: z.string().nullable(),
  generation: z.number(),
  baseline_id: z.number().nullable(),
  began: z.string().nullable(),
  mark: z.string().nullable(),
  anchor_at: z.date().nullable(),
  cursor_id: z.number().nullable(),
  cursor_began_at: z.date().nullable(),
  webhook: z.string().nullable(),
  failures: z.number(),
  wants_ids: z.boolean(),
  environment: z.string(),
  flow_id: z.string(),
  step_id: z.string(),
  type: z.string(),
  token: z.string(),
  topic: z.string().nullable(),
  version_id: z.string(),
  is_active: z.boolean(),
  /** our clock */
  at: z.date(),
});
export type WatchRow = z.infer<typeof WatchRow>;

export const SeenRow = z.object({
  record_id: z.number(),
  revision: z.number(),
  generation: z.number(),
  /** write_date, as Odoo gives it */
  written: z.string(),
  again: z.number(),
  is_inside: z.boolean(),
  held: z.record(z.string(), Json),
  read_at: z.date(),
});
export type SeenRow = z.infer<typeof SeenRow>;

/** A trigger with what is needed to look for it: `spec` and `place` name what is watched, and where. */
export type Watched = { row: WatchRow; registration: LoadedRegistration; config: OdooTriggerConfig; spec: string; place: string };

/** Null where the deployed version has no such trigger. */
export async function watchedOf(row: WatchRow, versions: VersionSource): Promise<Watched | null> {
  // by its version and not by what this process has heard of deployments: a sweeper that is behind would undo what the others began
  const version = await versions.get(row.version_id);
  const config = OdooTriggerConfig.safeParse(version.document.steps.find((step) => step.id === row.step_id)?.config);
  if (!row.is_active || !config.success) return null;
  const { connection, model, fields, read, domain, on } = config.data;
  const registration: LoadedRegistration = {
    id: row.registration_id,
    environment: row.environment,
    flowId: row.flow_id,
    stepId: row.step_id,
    type: row.type,
    token: row.token,
    topic: row.topic,
    version,
  };
  return {
    row,
    registration,
    config: config.data,
    spec: JSON.stringify([connection, model, fields, read ?? [], domain ?? [], on]),
    place: JSON.stringify([connection, model]),
  };
}
