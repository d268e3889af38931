/**
 * A flow as large as the largest that anybody draws: orders come in and go through lanes that run side by side, each lane a row of blocks of
 * ten steps with twelve edges. Laid out compactly, so that far away as many steps as possible are in view.
 *
 *     fields ──▶ size ──large──▶ look ──▶ ask ─┐
 *       ▲         │ small                      │ approved
 *       └─changes─┼────────────────────────────┤
 *                 ▼                            │
 *                keep ◀────────────────────────┘
 *                 ▼
 *               call ──▶ sum ──▶ note ──▶ tell ──▶ told ──▶ the next block
 */
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import type { Spot } from "#flow/placement.ts";

const BLOCK = 10;
const LANE_WIDTH = 680;
const ROW = 100;

/** @param edges beyond what the blocks have: rejections that lead on to the sum, so that paths meet there as well */
export function benchFlow(q: { key: string; steps: number; edges: number; lanes: number }): FlowDocument {
  const blocks = Math.floor((q.steps - 1) / BLOCK);
  const perLane = Math.ceil(blocks / q.lanes);
  const steps: Step[] = [{ id: "order", type: "trigger.webhook", name: "Order placed", config: { auth: { kind: "none" }, dedupe: { $: "body.id" } } }];
  const edges: Edge[] = [];
  const layout: Record<string, Spot> = { order: [0, -2 * ROW] };
  for (let block = 0; block < blocks; block += 1) {
    const lane = Math.floor(block / perLane);
    const row = (block % perLane) * 8;
    const before = block % perLane === 0 ? "order" : `told_${block - 1}`;
    steps.push(...stepsOf(block, before));
    edges.push({ from: before, to: `fields_${block}` }, ...edgesOf(block));
    for (const [name, column, down] of PLACES) layout[`${name}_${block}`] = [lane * LANE_WIDTH + column * 340, (row + down) * ROW];
  }
  for (let rest = 1; steps.length < q.steps; rest += 1) {
    const id = `tail_${rest}`;
    const before = rest === 1 ? `told_${blocks - 1}` : `tail_${rest - 1}`;
    steps.push({ id, type: "map", name: `Archive ${rest}`, config: { fields: [{ name: "kept", value: { $: "trigger.body.id" } }] } });
    edges.push({ from: before, to: id });
    layout[id] = [Math.floor((blocks - 1) / perLane) * LANE_WIDTH, ((((blocks - 1) % perLane) + 1) * 8 + rest - 1) * ROW];
  }
  for (let block = 0; edges.length < q.edges && block < blocks; block += 1) edges.push({ from: `ask_${block}`, port: "rejected", to: `sum_${block}` });
  const flow = { key: q.key, name: `Bench of ${q.steps} steps`, domain: "project-operations", currency: "EUR", businessKey: { $: "trigger.body.id" } };
  return { throughline: 1, flow, steps, edges, layout };
}

const PLACES: readonly [string, number, number][] = [
  ["fields", 0, 0],
  ["size", 0, 1],
  ["look", 1, 1],
  ["ask", 1, 2],
  ["keep", 0, 3],
  ["call", 0, 4],
  ["sum", 0, 5],
  ["note", 0, 6],
  ["tell", 1, 6],
  ["told", 0, 7],
];

function stepsOf(block: number, before: string): Step[] {
  const id = (name: string) => `${name}_${block}`;
  const source = before === "order" ? "trigger.body" : `steps.sum_${block - 1}`;
  const fields = [
    { name: "id", value: { $: `${source}.id` } },
    { name: "net", value: { $: `${source}.net * 1.02` } },
    { name: "customer", value: { $: "$uppercase(trigger.body.customer.name)" } },
    { name: "email", value: { $: "$lowercase(trigger.body.customer.email)" } },
    { name: "source", value: "shop" },
  ];
  const values = { name: { $: `steps.${id("fields")}.customer` }, email: { $: `steps.${id("fields")}.email` }, is_company: true };
  return [
    { id: id("fields"), type: "map", name: `Read order ${block}`, config: { fields } },
    {
      id: id("size"),
      type: "branch",
      name: `Large order ${block}?`,
      config: { cases: [{ port: "large", when: { $: `steps.${id("fields")}.net > 10000` } }], else: "small" },
    },
    {
      id: id("look"),
      type: "odoo.search",
      name: `Open invoices ${block}`,
      config: { connection: "odoo", model: "account.move", domain: [["state", "=", "posted"]], fields: ["name", "amount_residual"], limit: 20 },
    },
    {
      id: id("ask"),
      type: "approve",
      name: `Credit check ${block}`,
      config: { title: { $: `'Order of ' & steps.${id("fields")}.customer` }, assignees: { roles: ["approver"] } },
    },
    {
      id: id("keep"),
      type: "odoo.upsert",
      name: `Customer in Odoo ${block}`,
      config: { connection: "odoo", model: "res.partner", match: { kind: "external-id", key: { $: `steps.${id("fields")}.id` } }, values },
    },
    {
      id: id("call"),
      type: "http",
      name: `Reserve stock ${block}`,
      config: { connection: "warehouse", method: "POST", url: "/reservations", body: { $: `steps.${id("fields")}` } },
    },
    {
      id: id("sum"),
      type: "map",
      name: `Sum up ${block}`,
      config: { fields: [...fields.slice(0, 2), { name: "partner", value: { $: `steps.${id("keep")}.id` } }] },
    },
    {
      id: id("note"),
      type: "odoo.update",
      name: `Note on customer ${block}`,
      config: { connection: "odoo", model: "res.partner", id: { $: `steps.${id("keep")}.id` }, values: { comment: { $: `'Order ' & steps.${id("sum")}.id` } } },
    },
    { id: id("tell"), type: "event.publish", name: `Order kept ${block}`, config: { topic: "order.kept", payload: { $: `steps.${id("sum")}` } } },
    { id: id("told"), type: "map", name: `Hand over ${block}`, config: { fields: [{ name: "done", value: { $: `steps.${id("sum")}.id` } }] } },
  ];
}

function edgesOf(block: number): Edge[] {
  const id = (name: string) => `${name}_${block}`;
  return [
    { from: id("fields"), to: id("size") },
    { from: id("size"), port: "large", to: id("look") },
    { from: id("size"), port: "small", to: id("keep") },
    { from: id("look"), to: id("ask") },
    { from: id("ask"), port: "approved", to: id("keep") },
    { from: id("ask"), port: "changes", to: id("fields"), rework: true },
    { from: id("keep"), to: id("call") },
    { from: id("call"), to: id("sum") },
    { from: id("sum"), to: id("note") },
    { from: id("note"), to: id("tell") },
    { from: id("tell"), to: id("told") },
  ];
}
