/** Invoice paid in Odoo → the opportunity that it came from is tagged and told. */
import { expect } from "vitest";
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import type { Case, Proof } from "./proof.ts";
import type { World } from "./world.ts";

const Ids = z.array(z.number());

/** An opportunity whose order is invoiced; `pay` settles the invoice. */
export async function invoiced(world: World) {
  const { call, create, find, one, mark } = world;
  const [known] = await find("crm.tag", [["name", "=", "Paid"]], ["name"]);
  const tag = known === undefined ? await create("crm.tag", { name: "Paid" }) : Number(known.id);
  const name = `Board report ${mark()}`;
  const partner = await create("res.partner", { name: `Almgren ${name}`, is_company: true });
  const lead = await create("crm.lead", { name, type: "opportunity", partner_id: partner });
  const product = await create("product.product", { name, type: "service", invoice_policy: "order", list_price: 900 });
  const lines = [[0, 0, { product_id: product, product_uom_qty: 2 }]];
  const order = await create("sale.order", { partner_id: partner, opportunity_id: lead, order_line: lines });
  await call("sale.order", "action_confirm", { ids: [order] });
  const about = { active_model: "sale.order", active_ids: [order] };
  const [wizard] = Ids.parse(await call("sale.advance.payment.inv", "create", { vals_list: [{ advance_payment_method: "delivered" }], context: about }));
  await call("sale.advance.payment.inv", "create_invoices", { ids: wizard ?? 0, context: about });
  const { invoice_ids: ids } = await one("sale.order", [["id", "=", order]], ["invoice_ids"]);
  const [invoice = 0] = Ids.parse(ids);
  await call("account.move", "action_post", { ids: [invoice] });
  const pay = async () => {
    const paying = { active_model: "account.move", active_ids: [invoice] };
    const [payment] = Ids.parse(await call("account.payment.register", "create", { vals_list: [{}], context: paying }));
    await call("account.payment.register", "action_create_payments", { ids: payment ?? 0, context: paying });
  };
  const notes: Json[] = [
    ["model", "=", "crm.lead"],
    ["res_id", "=", lead],
    ["body", "ilike", "is paid"],
  ];
  return {
    tag,
    lead,
    invoice,
    pay,
    look: async (): Promise<Json> => {
      const { name: number } = await one("account.move", [["id", "=", invoice]], ["name"]);
      const { rows } = await world.database.pool.query("select 1 from event where topic = 'invoice.paid' and key = $1", [number]);
      return {
        lead: await one("crm.lead", [["id", "=", lead]], ["tag_ids"]),
        notes: await find("mail.message", notes, ["subtype_id"]),
        announced: rows.length > 0,
      };
    },
  };
}

async function paid(world: World): Promise<Case & { tag: number }> {
  const { invoice, pay, look, tag } = await invoiced(world);
  await pay();
  const [record] = z
    .array(z.record(z.string(), z.json()))
    .parse(await world.call("account.move", "read", { ids: [invoice], fields: ["name", "payment_state", "amount_total", "partner_id"] }));
  const change = { kind: "updated", at: new Date().toISOString(), model: "account.move", fields: ["payment_state"], old: null };
  return { trigger: { record: record ?? null, changed: ["payment_state"], previous: null, change }, look, tag };
}

export const invoicePaid: Proof = {
  title: "a paid invoice",
  template: "invoice-paid-to-crm",
  ready: paid,
  expected: { lead: { tag_ids: [expect.any(Number)] }, notes: [{}], announced: true },
  // when the note is left and nobody has noted it
  deaths: ["effect.sent:2"],
  wrong: async (world) => {
    const { tag, ...made } = await paid(world);
    await world.write("crm.tag", [tag], { name: `Settled ${world.mark()}` });
    return {
      ...made,
      code: "odoo.lookup_missing",
      before: { lead: { tag_ids: [] }, notes: [], announced: false },
      correct: () => world.write("crm.tag", [tag], { name: "Paid" }),
      from: "mark",
    };
  },
};
