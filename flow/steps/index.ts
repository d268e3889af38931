/** THE registry of step types: one line each. Palette, inspector, validation, docs and execution are derived from it. */
import type { AnyStep } from "../step.ts";
import { step as aggregate } from "./aggregate/step.ts";
import { step as approve } from "./approve/step.ts";
import { step as branch } from "./branch/step.ts";
import { step as code } from "./code/step.ts";
import { step as each } from "./each/step.ts";
import { step as eventPublish } from "./event-publish/step.ts";
import { step as filter } from "./filter/step.ts";
import { step as http } from "./http/step.ts";
import { step as lookup } from "./lookup/step.ts";
import { step as map } from "./map/step.ts";
import { step as notify } from "./notify/step.ts";
import { step as odooActivity } from "./odoo-activity/step.ts";
import { step as odooArchive } from "./odoo-archive/step.ts";
import { step as odooAttach } from "./odoo-attach/step.ts";
import { step as odooCall } from "./odoo-call/step.ts";
import { step as odooCreate } from "./odoo-create/step.ts";
import { step as odooFetch } from "./odoo-fetch/step.ts";
import { step as odooMessage } from "./odoo-message/step.ts";
import { step as odooReport } from "./odoo-report/step.ts";
import { step as odooSearch } from "./odoo-search/step.ts";
import { step as odooUpdate } from "./odoo-update/step.ts";
import { step as odooUpsert } from "./odoo-upsert/step.ts";
import { step as stop } from "./stop/step.ts";
import { step as subflow } from "./subflow/step.ts";
import { step as triggerApi } from "./trigger-api/step.ts";
import { step as triggerEvent } from "./trigger-event/step.ts";
import { step as triggerForm } from "./trigger-form/step.ts";
import { step as triggerOdoo } from "./trigger-odoo/step.ts";
import { step as triggerSchedule } from "./trigger-schedule/step.ts";
import { step as triggerWebhook } from "./trigger-webhook/step.ts";
import { step as validate } from "./validate/step.ts";
import { step as wait } from "./wait/step.ts";

/** In the order of the palette. */
export const stepTypes: readonly AnyStep[] = [
  triggerWebhook,
  triggerOdoo,
  triggerSchedule,
  triggerForm,
  triggerApi,
  triggerEvent,
  map,
  validate,
  lookup,
  filter,
  aggregate,
  code,
  branch,
  each,
  approve,
  odooUpsert,
  odooCreate,
  odooUpdate,
  odooSearch,
  odooCall,
  odooArchive,
  odooMessage,
  odooActivity,
  odooAttach,
  odooFetch,
  odooReport,
  http,
  subflow,
  wait,
  eventPublish,
  notify,
  stop,
];

const byType = new Map(stepTypes.map((step) => [step.type, step]));

export function findStep(type: string): AnyStep | undefined {
  return byType.get(type);
}
