/** A flow that calls another one: from the step to the run that it started, and back. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { dragTo, middleOf, panel } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, deployFlow, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const CALLED = `make-customer-${mark}`;

// start > pause > refuse
const called = {
  throughline: 1,
  flow: { key: CALLED, name: `Make customer ${mark}` },
  steps: [
    { id: "start", type: "trigger.api", config: {} },
    { id: "pause", type: "wait", config: { event: { topic: `go.${mark}` } } },
    { id: "refuse", type: "stop", config: { outcome: "failed", code: "customer.blocked", reason: "This customer is blocked." } },
  ],
  edges: [
    { from: "start", to: "pause" },
    { from: "pause", to: "refuse" },
  ],
};
// hook > customer
const calling = {
  throughline: 1,
  flow: { key: `new-deal-${mark}`, name: `New deal ${mark}` },
  steps: [
    { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "customer", type: "subflow", name: "Customer", config: { flow: CALLED, input: { name: "Ostara" } } },
  ],
  edges: [{ from: "hook", to: "customer" }],
};

test("the page of a run leads to the run that its step started, while it waits and after it failed, and back", async ({ browser, request }) => {
  const analyst = await signIn(browser, "analyst");
  await deployFlow(analyst, called);
  const { url } = await deployFlow(analyst, calling);
  const { runId } = await (await request.post(url, { data: {} })).json();

  const page = await signIn(browser, "operator");
  await page.goto(`/production/runs/${runId}`);
  await expect(page.getByText(`Waits for ${CALLED}.`).first()).toBeVisible();
  const asked = page.getByRole("complementary", { name: "Step Customer" });
  await asked.getByRole("link", { name: CALLED }).click();
  await expect(page.getByRole("heading", { name: `Make customer ${mark}` })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Step Wait" })).toBeVisible();
  const head = page.getByRole("region", { name: "Run", exact: true });
  await head.getByRole("link", { name: `New deal ${mark}` }).click();
  await expect(page).toHaveURL(new RegExp(runId));

  await ask(analyst, "events.publish", { environment: "production", topic: `go.${mark}`, payload: {} });
  await expect(asked.getByText("This customer is blocked").first()).toBeVisible();
  await asked.getByRole("definition").getByRole("link").click();
  await expect(page.getByRole("complementary", { name: "Step Stop" })).toBeVisible();
  await expect(head.getByRole("link", { name: `New deal ${mark}` })).toBeVisible();
});

const TAKES = {
  type: "object",
  properties: { name: { type: "string" }, vat: { type: "string" }, tier: { enum: ["gold", "silver"] } },
  required: ["name", "vat"],
  additionalProperties: false,
};
// start > made
const known = {
  throughline: 1,
  flow: { key: `keep-customer-${mark}`, name: `Keep customer ${mark}` },
  steps: [
    { id: "start", type: "trigger.api", config: { schema: TAKES } },
    {
      id: "made",
      type: "map",
      config: {
        fields: [
          { name: "id", value: 7 },
          { name: "name", value: { $: "trigger.body.name" } },
        ],
      },
    },
  ],
  edges: [{ from: "start", to: "made" }],
};
// hook > customer > after
const drawn = {
  throughline: 1,
  flow: { key: `known-deal-${mark}`, name: `Known deal ${mark}` },
  steps: [
    { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    { id: "customer", type: "subflow", name: "Customer", config: { flow: "", input: {} } },
    { id: "after", type: "map", name: "After", config: { fields: [{ name: "said", value: { $: "steps.customer.naem" } }] } },
  ],
  edges: [
    { from: "hook", to: "customer" },
    { from: "customer", to: "after" },
  ],
};

test("a flow is called by its name, its input is filled field by field, and what it gives is known to the steps after it", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await deployFlow(page, known);
  await ask(page, "flows.import", { document: drawn, publish: false });
  await ask(page, "flows.saveSample", {
    flow: drawn.flow.key,
    name: "A deal",
    trigger: { body: { company: "Ostara Logistics" }, headers: {}, query: {} },
    pinned: true,
  });
  await page.goto(`/production/flows/${drawn.flow.key}`);
  await page.locator('.react-flow__node[data-id="customer"]').click();
  const settings = panel(page);
  await settings.getByRole("combobox", { name: "Flow", exact: true }).fill(`keep customer ${mark}`);
  await page.getByRole("option", { name: known.flow.name }).click();
  await expect(settings.getByText("gives back id, name")).toBeVisible();
  await expect(settings.getByRole("link", { name: `Open the flow ${known.flow.name}` })).toHaveAttribute("href", `/production/flows/${known.flow.key}`);
  await expect(settings.getByText(`vat is required and not given (${known.flow.name}).`)).toBeVisible();

  // a fixed value of a type that it has, then a line from what came
  await settings.getByRole("button", { name: "vat", exact: true }).click();
  await settings.getByRole("button", { name: "Use a fixed value for Field vat" }).click();
  await settings.getByRole("textbox", { name: "vat", exact: true }).fill("NO 915 933 149");
  await look(page, "designer-subflow");
  await settings.getByRole("button", { name: "Map visually" }).click();
  const mapper = page.getByRole("dialog", { name: "Map the fields of Customer" });
  await expect(mapper.getByText("1 required field is not mapped")).toBeVisible();
  const name = mapper.getByRole("row", { name: /^name/ });
  await dragTo(page, mapper.getByRole("treeitem", { name: /^trigger\.body\.company,/ }), await middleOf(name));
  await expect(name).toContainText("= Ostara Logistics");
  await expect(mapper.getByText("1 required field is not mapped")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(mapper).toBeHidden();
  await expect(settings.getByText("is required and not given")).toBeHidden();

  // what the flow gives is checked after it, and offered, also after a test run that did not start it
  await page.locator('.react-flow__node[data-id="after"]').click();
  await expect(settings.getByText("steps.customer has no field naem. Read name instead.")).toBeVisible();
  const value = settings.getByRole("textbox", { name: "Value of said" });
  await value.fill("steps.customer.");
  await page.keyboard.type("n");
  await page.getByRole("option", { name: "name", exact: false }).first().click();
  await expect(value).toHaveText("steps.customer.name");
  await expect(settings.getByText("has no field")).toBeHidden();
  // the called flow was gone through with what the step gives it, and started nothing
  await expect(settings.getByText("Ostara Logistics")).toBeVisible();
  await page.goto(`/production/runs?flow=${known.flow.key}`);
  await expect(page.getByText("0 runs")).toBeVisible();
});

// hook > tell, which is deployed; came > note, which is drawn
const teller = {
  throughline: 1,
  flow: { key: `billing-${mark}`, name: `Billing ${mark}` },
  steps: [
    { id: "hook", type: "trigger.webhook", config: { auth: { kind: "none" } } },
    {
      id: "tell",
      type: "event.publish",
      name: "Tell",
      config: { topic: `invoice.paid.${mark}`, payload: { invoice: { $: "trigger.body.id" }, total: 1240.5 } },
    },
  ],
  edges: [{ from: "hook", to: "tell" }],
};
const hearer = {
  throughline: 1,
  flow: { key: `ledger-${mark}`, name: `Ledger ${mark}` },
  steps: [
    { id: "came", type: "trigger.event", config: { topic: "" } },
    { id: "note", type: "map", name: "Note", config: { fields: [{ name: "sum", value: { $: "" } }] } },
  ],
  edges: [{ from: "came", to: "note" }],
};

test("a topic is chosen among those that flows publish, and what its events carry is offered", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await deployFlow(page, teller);
  await ask(page, "flows.import", { document: hearer, publish: false });
  await page.goto(`/production/flows/${hearer.flow.key}`);
  const settings = panel(page);
  await page.locator('.react-flow__node[data-id="came"]').click();
  await settings.getByRole("combobox", { name: "Topic" }).fill(`paid.${mark}`);
  await page.getByRole("option", { name: `by Billing ${mark}` }).click();
  await expect(settings.getByText(`Published by Billing ${mark}.`)).toBeVisible();

  await page.locator('.react-flow__node[data-id="note"]').click();
  const value = settings.getByRole("textbox", { name: "Value of sum" });
  await value.fill("trigger.body.");
  await page.keyboard.type("t");
  await page.getByRole("option", { name: "total" }).click();
  await expect(value).toHaveText("trigger.body.total");
});
