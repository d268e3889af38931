/** A small flow with a branch and an approval, as an analyst has drawn it already. */
import { randomInt } from "node:crypto";
import type { Page } from "@playwright/test";
import { ask } from "./support.ts";

/*
 *   Order in ── Shape it ── Large? ──yes── Ask sales ──approved── Tell the team
 *                              └────no──── Quiet end
 */
export const orderCheck = ({ key, name }: { key: string; name: string }) => ({
  throughline: 1,
  flow: { key, name },
  steps: [
    { id: "order_in", type: "trigger.webhook", name: "Order in", config: { auth: { kind: "none" } } },
    { id: "shape_it", type: "map", name: "Shape it", config: { fields: [{ name: "amount", value: { $: "trigger.body.amount" } }] } },
    { id: "large", type: "branch", name: "Large?", config: { cases: [{ port: "yes", when: { $: "steps.shape_it.amount > 50000" } }], else: "no" } },
    { id: "ask_sales", type: "approve", name: "Ask sales", config: { title: "Please decide", assignees: { roles: ["approver"] } } },
    { id: "tell", type: "notify", name: "Tell the team", config: { channel: "email", connection: "mail", to: [], subject: "Approved", text: "Have a look." } },
    { id: "quiet", type: "stop", name: "Quiet end", config: { outcome: "succeeded", reason: "Too small" } },
  ],
  edges: [
    { from: "order_in", to: "shape_it" },
    { from: "shape_it", to: "large" },
    { from: "large", port: "yes", to: "ask_sales" },
    { from: "large", port: "no", to: "quiet" },
    { from: "ask_sales", port: "approved", to: "tell" },
  ],
});

/** Brings one of its own for a journey: under a name that nobody else has. */
export async function drawOrderCheck(page: Page, what: string): Promise<{ key: string }> {
  const key = `${what}-${randomInt(100_000, 1_000_000)}`;
  await ask(page, "flows.import", { document: orderCheck({ key, name: `Order check ${key}` }), publish: false });
  return { key };
}
