/** Approved timesheets → analytic lines → invoice from the order → posted. */
import type { Json } from "#flow/document.ts";
import type { Case, Proof } from "./proof.ts";
import type { World } from "./world.ts";

/** `missing`: an employee whom Odoo does not know yet. */
async function month(world: World, missing: boolean): Promise<Case & { correct: () => Promise<unknown> }> {
  const { call, create, find, one, consulting, mark, mailbox } = world;
  const product = await consulting();
  const tag = mark();
  const partner = await create("res.partner", { name: `Sjöberg Logistik ${tag}`, is_company: true });
  const order = await create("sale.order", { partner_id: partner, order_line: [[0, 0, { product_id: product, product_uom_qty: 40, price_unit: 150 }]] });
  await call("sale.order", "action_confirm", { ids: [order] });
  const { name, project_ids: projects } = await one("sale.order", [["id", "=", order]], ["name", "project_ids"]);
  const hire = (who: string) => create("hr.employee", { name: `${who} ${tag}`, work_email: `${who}.${tag}@halvorsen.example` });
  await hire("jonas");
  if (!missing) await hire("elin");
  const entry = (id: string, who: string, date: string, hours: number) => ({ id: `${tag}-${id}`, employee: `${who}.${tag}@halvorsen.example`, date, hours });
  const entries = [entry("1", "jonas", "2026-10-05", 7.5), entry("2", "elin", "2026-10-06", 4), entry("3", "jonas", "2026-10-07", 8)];
  const finance = `billing.${tag}@halvorsen.example`;
  return {
    trigger: {
      body: { order: name ?? null, from: "2026-10-01", to: "2026-10-31", approved_at: "2026-11-02T08:15:00Z", finance, entries },
      headers: {},
      query: {},
    },
    look: async (): Promise<Json> => {
      const invoices: Json[] = [["invoice_line_ids.sale_line_ids.order_id", "=", order]];
      const lines = ["unit_amount", "date", "so_line", "timesheet_invoice_id"];
      return {
        lines: await find("account.analytic.line", [["project_id", "in", projects ?? []]], lines),
        invoices: await find("account.move", invoices, ["state", "name", "amount_untaxed"]),
        mails: mailbox.messages().filter((mail) => mail.to.includes(finance)).length,
      };
    },
    correct: () => hire("elin"),
  };
}

export const approvedTimesheets: Proof = {
  title: "approved timesheets",
  template: "approved-timesheets-to-invoice",
  ready: (world) => month(world, false),
  expected: { invoices: [{ state: "posted", amount_untaxed: 19.5 * 150 }], mails: 1 },
  // when Odoo has made the invoice and nobody has noted it
  deaths: ["effect.sent:3"],
  wrong: async (world) => ({
    ...(await month(world, true)),
    code: "odoo.records_failed",
    before: { lines: [{ unit_amount: 7.5 }, { unit_amount: 8 }], invoices: [], mails: 0 },
    from: "entries",
  }),
};
