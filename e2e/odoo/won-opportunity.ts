/** Won opportunity → customer, sales order, project from the order's confirmation, tasks, message on the opportunity. */
import type { Json } from "#flow/document.ts";
import type { Case, Proof } from "./proof.ts";
import type { World } from "./world.ts";

async function won(world: World): Promise<Case> {
  const { call, create, find, one, consulting, mark } = world;
  await consulting();
  const name = `Data platform ${mark()}`;
  const contact = { partner_name: `Kestrel Insurance ${name}`, email_from: "accounts@kestrel.example" };
  const lead = await create("crm.lead", { name, type: "opportunity", expected_revenue: 14_800, ...contact });
  await call("crm.lead", "action_set_won", { ids: [lead] });
  const record = await one("crm.lead", [["id", "=", lead]], ["name", "expected_revenue", "stage_id"]);
  return {
    trigger: {
      record,
      changed: ["stage_id"],
      previous: null,
      change: { kind: "updated", at: new Date().toISOString(), model: "crm.lead", fields: [], old: null },
    },
    look: async () => {
      const orders = await find("sale.order", [["opportunity_id", "=", lead]], ["state", "amount_untaxed", "partner_id", "project_ids", "order_line"]);
      const projects = orders.flatMap(({ project_ids: ids }) => ids ?? []);
      const about: Json[] = [
        ["model", "=", "crm.lead"],
        ["res_id", "=", lead],
        ["body", "ilike", "is confirmed"],
      ];
      const inProjects: Json[] = [
        ["project_id", "in", projects],
        ["name", "not ilike", name],
      ];
      return {
        lead: await one("crm.lead", [["id", "=", lead]], ["partner_id"]),
        customers: await find("res.partner", [["name", "=", contact.partner_name]], ["is_company", "email"]),
        orders,
        projects: await find("project.project", [["id", "in", projects]], ["allow_billable", "partner_id"]),
        // beside the one that Odoo makes for the order's line
        tasks: (await find("project.task", inProjects, ["name"])).map((task) => String(task.name)).sort(),
        messages: await find("mail.message", about, ["message_type"]),
      };
    },
  };
}

export const wonOpportunity: Proof = {
  title: "a won opportunity",
  template: "won-opportunity-to-order-and-project",
  ready: won,
  expected: {
    customers: [{ is_company: true, email: "accounts@kestrel.example" }],
    orders: [{ state: "sale", amount_untaxed: 14_800 }],
    projects: [{ allow_billable: true }],
    tasks: ["Agree on the plan", "Kick-off with the customer", "Name the team"],
    messages: [{ message_type: "comment" }],
  },
  // once when the order is confirmed and nobody has noted it, once when the message is posted
  deaths: ["effect.sent:5", "effect.sent:3"],
  wrong: async (world) => {
    const made = await won(world);
    const product = await world.consulting();
    await world.write("product.product", [product], { active: false });
    return {
      ...made,
      code: "odoo.lookup_archived",
      before: { customers: [{ is_company: true }], orders: [{ state: "draft", order_line: [] }], projects: [], messages: [] },
      correct: () => world.write("product.product", [product], { active: true }),
      from: "line",
    };
  },
};
