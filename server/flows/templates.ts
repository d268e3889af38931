/** Flows to begin with: flow files of this repository, each with a sample of what starts it. */
import { readFileSync } from "node:fs";
import { FlowDocument, Json } from "#flow/document.ts";
import type { TemplateView } from "#server/app.ts";

type About = Pick<TemplateView, "key" | "title" | "description" | "category">;

const ABOUT: About[] = [
  {
    key: "won-opportunity-to-order-and-project",
    title: "Won opportunity → customer, order, project",
    description:
      "An opportunity is won in Odoo. Large ones are approved; then the customer is made where it is new, the order is made and confirmed, Odoo makes the project, its first tasks follow, and the opportunity's followers are told. Once, however often it is won.",
    category: "Sales",
  },
  {
    key: "lead-intake-with-approval",
    title: "Lead intake form with approval",
    description: "Anybody fills in a form; a partner decides; the company and the opportunity are in Odoo's pipeline, and the contact gets an answer.",
    category: "Sales",
  },
  {
    key: "project-activated-to-tasks",
    title: "Project activated → first tasks",
    description: "When a project begins, its first tasks are made in Odoo, so that no team starts with an empty board.",
    category: "Delivery",
  },
  {
    key: "approved-timesheets-to-invoice",
    title: "Approved timesheets → analytic lines → invoice",
    description:
      "Hours that were approved in the time tool become analytic lines on the order's project, one per entry; the order is invoiced for them, and once finance agrees the invoice is posted.",
    category: "Billing",
  },
  {
    key: "invoice-paid-to-crm",
    title: "Invoice paid → CRM updated",
    description: "An invoice is paid in Odoo: the opportunity that its order came from gets a tag and a note, and an event announces it to other flows.",
    category: "Billing",
  },
  {
    key: "expense-approved-to-odoo",
    title: "Expense approved → Odoo expense, posted",
    description:
      "An approved report of the expense tool becomes an expense in Odoo with the right product, is approved and posted there, and the tool is told; above a limit a partner agrees first.",
    category: "People",
  },
  {
    key: "new-hire-to-employee-and-access",
    title: "New hire → employee, user, access",
    description:
      "A signed contract makes user and employee in Odoo, gives access to their projects and an account, and waits for the first working day to say welcome.",
    category: "People",
  },
  {
    key: "nightly-customer-sync",
    title: "Nightly customer sync",
    description: "Every night all customers of Odoo, page by page, are brought to the CRM; what it refuses is counted and told.",
    category: "Master data",
  },
];

let read: TemplateView[] | null = null;

export function listTemplates(): TemplateView[] {
  read ??= ABOUT.map((about) => ({ ...about, document: FlowDocument.parse(json(`${about.key}.flow`)), sample: Json.parse(json(`${about.key}.sample`)) }));
  return read;
}

function json(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../templates/${name}.json`, import.meta.url), "utf8"));
}
