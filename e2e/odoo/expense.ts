/** Expense approved → expense in Odoo → approved there → posted. */
import type { Json } from "#flow/document.ts";
import type { Case, Proof } from "./proof.ts";
import type { World } from "./world.ts";

async function report(world: World, missing: boolean): Promise<Case & { correct: () => Promise<unknown> }> {
  const { create, find, mark, target } = world;
  const tag = mark();
  const email = `jonas.${tag}@halvorsen.example`;
  const hire = () => create("hr.employee", { name: `Jonas Weber ${tag}`, work_email: email });
  if (!missing) await hire();
  const description = `Train and hotel, Hamburg ${tag}`;
  const employee = { name: "Jonas Weber", email };
  const body = { report: `EXP-${tag}`, category: "travel", amount: 1428.4, currency: "EUR", date: "2026-11-12", description, employee };
  return {
    trigger: { body, headers: {}, query: {} },
    look: async (): Promise<Json> => {
      const expenses = await find("hr.expense", [["name", "=", description]], ["state", "total_amount", "account_move_id"]);
      const moves = expenses.flatMap(({ account_move_id: move }) => (typeof move === "number" ? [move] : []));
      // told under one key, however often
      const told = new Set(target.calls.filter(({ path }) => path === `/reports/EXP-${tag}/posted`).map(({ body: sent }) => JSON.stringify(sent)));
      return {
        expenses,
        entries: await find("account.move", ["|", ["id", "in", moves], ["ref", "=", description]], ["state", "move_type", "amount_total"]),
        told: told.size,
      };
    },
    correct: hire,
  };
}

export const approvedExpense: Proof = {
  title: "an approved expense",
  template: "expense-approved-to-odoo",
  ready: (world) => report(world, false),
  expected: {
    expenses: [{ state: "posted", total_amount: 1428.4 }],
    entries: [{ state: "posted", move_type: "in_receipt", amount_total: 1428.4 }],
    told: 1,
  },
  // at the one call that Odoo would do twice: it has posted, and nobody has noted it
  deaths: ["effect.sent:5"],
  wrong: async (world) => ({
    ...(await report(world, true)),
    code: "odoo.lookup_missing",
    before: { expenses: [], entries: [], told: 0 },
    from: "expense",
  }),
};
