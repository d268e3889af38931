/**
 * What a person calls a run by, read from what started it: the customer it is about and who asked for it.
 * A best effort over the names that CRM, PSA and Odoo payloads use; a payload with other names simply shows none.
 */
import type { Json } from "#flow/document.ts";

/** Paths below `trigger`, first match wins. The same list feeds the SQL of lists, so that a list need not read whole payloads. */
export const CUSTOMER_PATHS: readonly string[] = [
  "body.account.name",
  "body.customer.name",
  "body.customer",
  "body.customer_name",
  "body.customerName",
  "body.client.name",
  "body.client",
  "body.company.name",
  "body.company",
  "body.company_name",
  "body.partner.name",
  "body.partner_name",
  "body.partner_id.1",
  "body.account_name",
  "body.account",
  "record.partner_id.1",
  "record.partner_name",
];

export const REQUESTER_PATHS: readonly string[] = [
  "startedBy.name",
  "body.requester.name",
  "body.requester",
  "body.requested_by.name",
  "body.requested_by",
  "body.requestedBy",
  "body.owner.name",
  "body.owner",
  "body.salesperson.name",
  "body.salesperson",
  "body.user_id.1",
  "body.created_by",
  "record.user_id.1",
];

/** Ids and addresses of the person who started or requested the run; for the four eyes rule. */
export const STARTER_PATHS: readonly string[] = [
  "startedBy.id",
  "startedBy.email",
  "body.requester.email",
  "body.requester",
  "body.requested_by.email",
  "body.requested_by",
  "body.requestedBy",
  "body.owner.email",
];

export function customerOf(trigger: Json): string | null {
  return firstText(trigger, CUSTOMER_PATHS);
}

export function requesterOf(trigger: Json): string | null {
  return firstText(trigger, REQUESTER_PATHS);
}

function firstText(trigger: Json, paths: readonly string[]): string | null {
  for (const path of paths) {
    const found = at(trigger, path);
    if (typeof found === "string" && found.trim() !== "") return found.trim().slice(0, 200);
  }
  return null;
}

function at(value: Json, path: string): Json | undefined {
  let current: Json | undefined = value;
  for (const part of path.split(".")) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Array.isArray(current) ? current[Number(part)] : Object.hasOwn(current, part) ? current[part] : undefined;
  }
  return current;
}
