/**
 * The product's main job, as people do it: an analyst draws, tries, publishes and deploys a flow; a webhook starts it; an approver sends it
 * back once and approves; records appear in Odoo; Odoo fails, an operator replays, and nothing is written twice.
 */
import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { addAfter, addField, box, choose, dragTo, middleOf, node, panel, rename, saved, write } from "./designer.ts";
import { signIn, test, withOdoo } from "./support.ts";

test.describe.configure({ mode: "serial" });

// what a run of these tests makes is told apart from what an earlier one made
const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const NAME = `Signed deal ${mark}`;
const KEY = `signed-deal-${mark}`;
const CUSTOMER = `Ostara Logistics ${mark}`;
const PROJECT = `${CUSTOMER}: Pricing transformation`;
const REFERENCE = `SD-${mark}`;
/** the demo's secret, which stands in no file of the product's pages */
const CRM = "halvorsen-crm-demo-signature-key";
const BODY = {
  id: 771_204,
  reference: REFERENCE,
  name: "Pricing transformation",
  account: { id: Number(mark), name: CUSTOMER },
  amount: 182_000,
  stage_changed_at: "2026-11-23T10:15:00Z",
  owner: { name: "Elin Moberg", email: "elin.moberg@halvorsen.example" },
};
let curl = "";
let runAddress = "";

test("an analyst draws a flow with mouse and keyboard", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await page.goto("/production/flows");
  await page.getByRole("button", { name: "New flow" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(NAME);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(new RegExp(`/production/flows/${KEY}$`));

  // from the palette onto the empty canvas
  const canvas = page.getByRole("region", { name: "Canvas" });
  await expect(canvas).toBeVisible();
  const middle = await middleOf(canvas);
  await dragTo(page, page.getByRole("button", { name: "Add Webhook" }), { x: middle.x, y: 130 });
  await rename(page, "Webhook", "Deal signed");

  // a port's plus
  await addAfter(page, "Deal signed", null, "map");
  await rename(page, "Map", "Customer and amount");

  // the keyboard: the picker on /, a letter
  await page.keyboard.press("Escape");
  await node(page, "Customer and amount").click();
  await canvas.press("/");
  await page.getByPlaceholder("Search steps").fill("branch");
  await page.keyboard.press("Enter");
  await expect(node(page, "Branch")).toBeVisible();
  await rename(page, "Branch", "Large contract?");
  await addAfter(page, "Large contract?", "yes", "approve");
  await rename(page, "Approve", "Approve start");

  // a step too many goes, comes back, and goes for good
  await node(page, "Approve start").focus();
  await page.keyboard.press("w");
  await expect(node(page, "Wait")).toBeVisible();
  await page.keyboard.press("Delete");
  await expect(node(page, "Wait")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(node(page, "Wait")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(node(page, "Wait")).toBeHidden();

  await addAfter(page, "Large contract?", "no", "upsert");
  await rename(page, "Upsert in Odoo", "Customer in Odoo");
  await addAfter(page, "Customer in Odoo", null, "create in odoo");
  await rename(page, "Create in Odoo", "Project in Odoo");
  await addAfter(page, "Project in Odoo", null, "publish event");
  await rename(page, "Publish event", "Project activated");
  await addAfter(page, "Project activated", null, "notify");
  await rename(page, "Notify", "Tell the owner");
  await addAfter(page, "Approve start", "rejected", "stop");
  await rename(page, "Stop", "Not started");

  // edges by dragging: approved goes on to Odoo, changes goes back to the map
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Tidy the layout" }).click();
  await page.getByRole("button", { name: "Show the whole flow" }).click();
  await expect(node(page, "Tell the owner")).toBeInViewport();
  await dragTo(page, page.getByRole("button", { name: "Output approved of Approve start" }), await middleOf(node(page, "Customer in Odoo")));
  await dragTo(page, page.getByRole("button", { name: "Output changes of Approve start" }), await middleOf(node(page, "Customer and amount")));
  await saved(page);
  await page.reload();
  for (const name of [
    "Deal signed",
    "Customer and amount",
    "Large contract?",
    "Approve start",
    "Customer in Odoo",
    "Project in Odoo",
    "Project activated",
    "Tell the owner",
    "Not started",
  ])
    await expect(node(page, name)).toBeVisible();
  await page.screenshot({ path: "test-results/drawn.png" });
});

test("the analyst sets the steps up from what Odoo really has, beside the sample's values", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await page.goto(`/production/flows/${KEY}`);
  await expect(node(page, "Deal signed")).toBeVisible();

  await page.getByLabel("Business key").click();
  await page.keyboard.insertText("trigger.body.reference");
  await page.getByLabel("Value", { exact: true }).click();
  await page.keyboard.insertText("trigger.body.amount");
  await page.getByLabel("Currency").fill("EUR");

  // a sample, pasted
  await page.getByRole("button", { name: /^Sample/ }).click();
  await page.getByRole("menuitem", { name: "New sample" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Large deal");
  await page
    .getByRole("dialog")
    .getByLabel("Body")
    .fill(JSON.stringify(BODY, null, 2));
  await page.getByRole("dialog").getByRole("button", { name: "Save sample" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  await node(page, "Deal signed").click();
  await choose(page, panel(page), "Authentication", /Signature/);
  await choose(page, panel(page), "Secret", "crm");
  await write(page, "Dedupe key", "trigger.body.id & ':' & trigger.body.stage_changed_at");

  await node(page, "Customer and amount").click();
  const map = await panel(page).getByLabel("Id of the step, for expressions").inputValue();
  await panel(page).getByRole("button", { name: "Add field" }).click();
  await box(page, "Name of field 1").fill("customer");
  await write(page, "Value of customer", "trigger.body.account.{ 'name': name, 'crmId': id }");
  await panel(page).getByRole("button", { name: "Add field" }).click();
  await box(page, "Name of field 2").fill("amount");
  await write(page, "Value of amount", "$number(trigger.body.amount)");
  await expect(panel(page).getByText("= 182000")).toBeVisible();

  // a mistake is told where it is made, and on the step
  await write(page, "Value of amount", "$number(trigger.body.amount");
  await expect(page.getByRole("button", { name: /^Problems: \d+ error/ })).toBeVisible();
  await write(page, "Value of amount", "$number(trigger.body.amount)");

  await node(page, "Large contract?").click();
  await write(page, "When is it yes", `steps.${map}.amount > vars.approval_threshold`);
  await expect(panel(page).getByText("= true")).toBeVisible();

  await node(page, "Approve start").click();
  await panel(page).getByRole("button", { name: "Use an expression for Question" }).click();
  await write(page, "Question", `'Start project for ' & steps.${map}.customer.name & '?'`);
  await expect(panel(page).getByText(`= Start project for ${CUSTOMER}?`)).toBeVisible();
  await panel(page).getByRole("button", { name: "Add fact" }).click();
  await box(page, "Label of fact 1").fill("Contract value");
  await choose(page, panel(page), "Format of fact 1", "Money");
  await write(page, "Value of Contract value", `steps.${map}.amount`);
  await box(page, "Due in").fill("PT4H");

  // connection, model and fields come from the connected Odoo
  await node(page, "Customer in Odoo").click();
  const customer = await panel(page).getByLabel("Id of the step, for expressions").inputValue();
  await expect(panel(page).getByRole("combobox", { name: "Model" })).toHaveValue("Contact");
  await panel(page).getByRole("button", { name: "Use an expression for Exactly-once key" }).click();
  await write(page, "Exactly-once key", `'crm_' & steps.${map}.customer.crmId`);
  await addField(page, "name");
  await write(page, "Value of name", `steps.${map}.customer.name`);
  await expect(panel(page).getByText(`= ${CUSTOMER}`)).toBeVisible();
  await addField(page, "is_company");
  await panel(page).getByRole("button", { name: "Use a fixed value for Value of is_company" }).click();
  await choose(page, panel(page), "Value of is_company", "yes");
  await panel(page).getByRole("tab", { name: "More" }).click();
  await panel(page).getByLabel("Tries in all").fill("2");
  await box(page, "First pause").fill("PT1S");

  await node(page, "Project in Odoo").click();
  const project = await panel(page).getByLabel("Id of the step, for expressions").inputValue();
  await panel(page)
    .getByRole("button", { name: /^Name name$/ })
    .click();
  await write(page, "Value of name", `steps.${map}.customer.name & ': ' & trigger.body.name`);
  await addField(page, "partner_id");
  await write(page, "Value of partner_id", `steps.${customer}.id`);

  await node(page, "Project activated").click();
  await panel(page).getByRole("button", { name: "Use an expression for Payload" }).click();
  await write(page, "Payload", `{ 'project': steps.${project}.id }`);

  await node(page, "Tell the owner").click();
  await panel(page).getByRole("button", { name: "Use an expression for To" }).click();
  await write(page, "To", "trigger.body.owner.email");
  await box(page, "Subject").fill("A project has started");
  await box(page, "Text").fill("Have a look at it in Odoo.");

  await node(page, "Not started").click();
  await box(page, "Reason").fill("The delivery director said no");

  await expect(page.getByRole("button", { name: /^Problems: 0 errors|^Problems: No problems/ })).toBeVisible();
  await saved(page);
  await page.reload();
  await node(page, "Customer in Odoo").click();
  await expect(panel(page).getByText(`steps.${map}.customer.name`)).toBeVisible();
});

test("the analyst tries the draft, publishes it, deploys it and copies the command", async ({ browser }) => {
  const page = await signIn(browser, "analyst", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`/production/flows/${KEY}`);
  await expect(node(page, "Deal signed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sample: Large deal" })).toBeVisible();
  await page.getByRole("button", { name: "Test run" }).first().click();
  const below = page.getByRole("region", { name: "Test run, problems, samples and changes" });
  await expect(below.getByText("Succeeded")).toBeVisible();
  await below.getByRole("button", { name: /Project in Odoo/ }).click();
  await expect(below.getByText(`Create project ${PROJECT}`).first()).toBeVisible();
  // described, not done
  expect(await withOdoo((odoo) => odoo.named("res.partner", CUSTOMER))).toEqual([]);

  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("dialog").getByLabel("Note").fill("First version");
  await page.getByRole("dialog").getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByRole("dialog").getByText("Version 1 is published.")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Deploy" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deploy to Production" }).click();
  await expect(page.getByRole("dialog").getByText("Version 1 is deployed to Production.")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Copy curl command" }).click();
  curl = await page.evaluate(() => navigator.clipboard.readText());
  expect(curl).toContain("x-signature-256");
  expect(curl).not.toContain(CRM);
});

test("the webhook starts a run that appears by itself and waits at the approval", async ({ browser }) => {
  const page = await signIn(browser, "operator");
  await page.goto("/production/runs");
  await expect(page.getByRole("table", { name: "Runs", exact: true })).toBeVisible();
  const answer = execFileSync("bash", ["-c", `${curl.replace("curl -X", "curl -sS -X")}`], { env: { ...process.env, CRM }, encoding: "utf8" });
  expect(JSON.parse(answer)).toEqual({ runId: expect.any(String) });
  // nobody reloads
  const row = page.getByRole("row", { name: new RegExp(REFERENCE) });
  await expect(row).toBeVisible();
  await expect(row.getByText("Waiting")).toBeVisible();
  // sent again, it is the same event
  const again = execFileSync("bash", ["-c", `${curl.replace("curl -X", "curl -sS -X")}`], { env: { ...process.env, CRM }, encoding: "utf8" });
  expect(JSON.parse(again)).toEqual({ ...JSON.parse(answer), duplicate: true });
});

test("the approver sends it back with a reason, then approves what will change in Odoo", async ({ browser }) => {
  const page = await signIn(browser, "approver");
  await page.goto("/production/inbox");
  const question = `Start project for ${CUSTOMER}?`;
  const open = async () => {
    await page.getByText(question).first().click();
    await expect(page.getByRole("heading", { name: question })).toBeVisible();
  };
  await open();
  await expect(page.getByText(/182.000/).first()).toBeVisible();
  await expect(page.getByText("What changes in Odoo")).toBeVisible();
  await expect(page.getByText(PROJECT).first()).toBeVisible();
  await page.getByRole("button", { name: /^Request changes/ }).click();
  await page.getByLabel("Reason").fill("Which team is free in January?");
  await page.getByRole("button", { name: /^Request changes/ }).click();
  // it goes round and comes back, with what was said
  await expect(page.getByText("round 2").first()).toBeVisible();
  await open();
  await expect(page.getByText("Which team is free in January?").first()).toBeVisible();
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText(/Undo/).first()).toBeVisible();
  await expect.poll(async () => (await withOdoo((odoo) => odoo.named("project.project", PROJECT))).length).toBe(1);
});

test("the run is found by its business key and shows what every step did", async ({ browser }) => {
  const page = await signIn(browser, "operator");
  await page.goto("/production/runs");
  await page
    .getByRole("searchbox", { name: /Business key|Search/ })
    .first()
    .fill(REFERENCE);
  // whoever sees it already goes there: the search does not call them back
  const row = page.getByRole("row", { name: new RegExp(REFERENCE) });
  await expect(row.getByText("Succeeded")).toBeVisible();
  await row.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
  runAddress = new URL(page.url()).pathname;
  await page.getByText("Customer in Odoo").first().click();
  const step = page.getByRole("complementary", { name: "Step Customer in Odoo" });
  await step.getByRole("tab", { name: "Request" }).click();
  await expect(step.getByText("res.partner").first()).toBeVisible();
  await step.getByRole("tab", { name: "Output" }).click();
  await expect(step.getByText("created").first()).toBeVisible();
  const held = await withOdoo(async (odoo) => [await odoo.named("res.partner", CUSTOMER), await odoo.named("project.project", PROJECT)]);
  expect(held.map((records) => records.length)).toEqual([1, 1]);
});

test("replaying the whole run writes nothing, even after somebody changed the record in Odoo", async ({ browser }) => {
  const before = await withOdoo(async (odoo) => {
    const [customer] = await odoo.named("res.partner", CUSTOMER);
    if (!customer) throw new Error("no customer");
    await odoo.edit("res.partner", customer.id, { name: `${CUSTOMER} (edited by hand)` });
    return odoo.byId("res.partner", customer.id);
  });
  const page = await signIn(browser, "operator");
  await page.goto(runAddress);
  await page
    .getByRole("button", { name: /Replay whole run/ })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Start replay" }).click();
  await expect(page).not.toHaveURL(new RegExp(runAddress));
  // the replay asks its people again
  const approver = await signIn(browser, "approver");
  await approver.goto("/production/inbox");
  await approver.getByText(`Start project for ${CUSTOMER}?`).first().click();
  await approver.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText("Succeeded").first()).toBeVisible();
  const after = await withOdoo((odoo) => odoo.byId("res.partner", before?.id ?? 0));
  expect(after).toEqual(before);
});

test("Odoo fails, the run explains itself, and a replay from the failed step leaves one of each", async ({ browser }) => {
  const failing = { ...BODY, id: 771_205, reference: `SF-${mark}`, account: { id: Number(mark) + 100_000, name: `Nimbus Retail ${mark}` }, amount: 9_500 };
  const page = await signIn(browser, "operator");
  const setFault = async (option: RegExp) => {
    await page.goto("/production/connections");
    await page.getByRole("combobox", { name: "Fault of the practice Odoo" }).click();
    await page.getByRole("option", { name: option }).click();
    await expect(page.getByRole("combobox", { name: "Fault of the practice Odoo" })).toHaveText(option);
  };
  await setFault(/^Unavailable/);
  const command = curl.replace(/^body='.*'$/m, `body='${JSON.stringify(failing)}'`).replace("curl -X", "curl -sS -X");
  const { runId } = JSON.parse(execFileSync("bash", ["-c", command], { env: { ...process.env, CRM }, encoding: "utf8" }));
  await page.goto(`/production/runs/${runId}`);
  await expect(page.getByText("Failed · technical").first()).toBeVisible();
  await expect(page.getByText(/not available/).first()).toBeVisible();
  // the change is made and its answer is lost: the second try finds what the first one did
  await setFault(/^Answers are lost/);
  await page.goto(`/production/runs/${runId}`);
  await page
    .getByRole("button", { name: /Replay from Customer in Odoo/ })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Start replay" }).click();
  await expect(page).not.toHaveURL(new RegExp(runId));
  await expect(page.getByText("Succeeded").first()).toBeVisible();
  await setFault(/^None/);
  const held = await withOdoo(async (odoo) => [
    await odoo.named("res.partner", `Nimbus Retail ${mark}`),
    await odoo.named("project.project", `Nimbus Retail ${mark}: Pricing transformation`),
  ]);
  expect(held.map((records) => records.length)).toEqual([1, 1]);
});
