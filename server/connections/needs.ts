/** What the steps of flows do in Odoo, read from their settings: the model, the operation and the fields. What an expression decides later is told as all fields. */
import type { Json } from "#flow/document.ts";
import { domainFields, operationOf, orderFields } from "#server/odoo/allowed.ts";
import { relatedIn } from "./needs-related.ts";
import type { RelatedNeed } from "./needs-related.ts";

/** `fields` null: any. `optional`: the flow does without it, less well. */
export type Need = { model: string; operations: string[]; fields: string[] | null; optional?: true };
type StepNeeds = { needs: Need[]; related: RelatedNeed[] };

type Config = Record<string, Json>;
const NONE: StepNeeds = { needs: [], related: [] };

export function needsOfStep({ type, config }: { type: string; config: Config }): StepNeeds {
  const model = textOf(config.model);
  if (type === "odoo.fetch") return { needs: [{ model: "ir.attachment", operations: ["read"], fields: null }], related: [] };
  if (model === "") return NONE;
  switch (type) {
    case "odoo.create":
      // a replay with other values brings what this step made up to date
      return writing(model, ["create", "update"], valuesOf(config));
    case "odoo.upsert": {
      const operations = config.onMatch === "skip" || config.onMatch === "stop" ? ["read", "create"] : ["read", "create", "update"];
      const { needs, related } = writing(model, operations, valuesOf(config));
      return { needs: [...needs, { model, operations: ["read"], fields: matchedBy(config.match) }], related };
    }
    case "odoo.update": {
      const { needs, related } = writing(model, ["read", "update"], valuesOf(config));
      return { needs: [...needs, { model, operations: ["read"], fields: lookedBy(config.domain) }], related };
    }
    case "odoo.archive":
      return { needs: [{ model, operations: ["read", "archive"], fields: [] }], related: [] };
    case "odoo.message":
      return { needs: [{ model, operations: ["message"], fields: [] }], related: [] };
    case "odoo.activity":
      return { needs: [{ model, operations: ["message"], fields: [] }, ...assigning(config)], related: [] };
    case "odoo.attach":
      return { needs: [{ model, operations: ["attach"], fields: [] }], related: [] };
    case "odoo.report":
      // Odoo prints it for a message that is begun and never sent
      return {
        needs: [
          { model, operations: ["read"], fields: null },
          { model: "ir.actions.report", operations: ["read"], fields: ["name", "report_name", "report_type", "model", "model_id"] },
          { model: "mail.template", operations: ["read", "create", "update"], fields: ["name", "model_id", "report_template_ids"] },
          { model: "mail.compose.message", operations: ["read", "create"], fields: null },
          { model: "ir.attachment", operations: ["read", "delete"], fields: null },
        ],
        related: [],
      };
    case "odoo.search":
      return {
        needs: [{ model, operations: ["read"], fields: together(namesIn(config.fields), lookedBy(config.domain), orderFields(config.order)) }],
        related: [],
      };
    case "odoo.call":
      return { needs: [calling(model, textOf(config.method)), ...lookingFirst(model, config)], related: [] };
    case "trigger.odoo":
      return {
        needs: [
          { model, operations: ["read"], fields: together(namesIn(config.fields), namesIn(config.read ?? []), lookedBy(config.domain)) },
          // its webhook in Odoo; without it the regular look finds the same, later
          { model: "base.automation", operations: ["create", "delete"], fields: null, optional: true },
          { model: "ir.actions.server", operations: ["read"], fields: null, optional: true },
        ],
        related: [],
      };
    default:
      return NONE;
  }
}

/** Lists that each give their own values write no other fields than one record does. */
function valuesOf(config: Config): Json | undefined {
  return config.values ?? config.records;
}

function writing(model: string, operations: string[], values: Json | undefined): StepNeeds {
  const list = Array.isArray(values) ? values : [values];
  const fields = list.some((each) => !isPlain(each)) ? null : [...new Set(list.flatMap((each) => (isPlain(each) ? Object.keys(each) : [])))];
  return { needs: [{ model, operations, fields }], related: list.flatMap((each) => (isPlain(each) ? relatedIn({ model, path: [] }, each) : [])) };
}

function calling(model: string, method: string): Need {
  const operation = operationOf(method);
  return { model, operations: [operation === "call" ? method : operation], fields: operation === "call" ? [] : null };
}

/** What shows that a call is not needed any more is read before it. */
function lookingFirst(model: string, { done, doneModel }: Config): Need[] {
  return done === undefined ? [] : [{ model: textOf(doneModel) || model, operations: ["read"], fields: lookedBy(done) }];
}

function assigning(config: Config): Need[] {
  const isLogin = typeof config.user === "string" && config.user !== "" && !/^\d+$/.test(config.user);
  return [
    ...(textOf(config.activityType) === "" ? [] : [{ model: "mail.activity.type", operations: ["read"], fields: ["name"] }]),
    ...(isLogin || isExpression(config.user) ? [{ model: "res.users", operations: ["read"], fields: ["login"] }] : []),
  ];
}

function matchedBy(match: Json | undefined): string[] | null {
  if (!isPlain(match)) return null;
  return match.kind === "fields" ? namesIn(match.fields) : [];
}

function lookedBy(domain: Json | undefined): string[] | null {
  if (domain === undefined || domain === null) return [];
  return Array.isArray(domain) ? domainFields(domain) : null;
}

function namesIn(list: Json | undefined): string[] | null {
  if (!Array.isArray(list) || list.some((each) => typeof each !== "string")) return null;
  return list.map((each) => String(each).split(".")[0] ?? "");
}

function together(...lists: (string[] | null)[]): string[] | null {
  const names = new Set<string>();
  for (const list of lists) {
    if (list === null) return null;
    for (const name of list) names.add(name);
  }
  return [...names];
}

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const isExpression = (value: Json | undefined): boolean => typeof value === "object" && value !== null && "$" in value;
const isPlain = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !("$" in value);
