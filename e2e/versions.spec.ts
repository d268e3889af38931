/** A flow over time: its versions side by side, an older one brought back, and new flows that begin as a template, a file or another flow. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import { node, panel, saved } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const KEY = `dated-${mark}`;
const NAME = `Signed contract ${mark}`;
const LETTER = `letter-${mark}`;

/*  Contract in ─▶ Read it ─▶ Tell sales      then      Contract in ─▶ Read contract ─▶ Large? ─▶ …  */
const trigger = { id: "contract_in", type: "trigger.webhook", name: "Contract in", config: { auth: { kind: "none" } } };
const FIRST = {
  throughline: 1,
  flow: { key: KEY, name: NAME, latency: "near-real-time" },
  steps: [
    trigger,
    { id: "read", type: "map", name: "Read it", config: { fields: [{ name: "amount", value: { $: "trigger.body.amount" } }] } },
    { id: "tell", type: "event.publish", name: "Tell sales", config: { topic: "contract.signed", contract: `${LETTER}@1`, payload: { $: "steps.read" } } },
  ],
  edges: [
    { from: "contract_in", to: "read" },
    { from: "read", to: "tell" },
  ],
};
const SECOND = {
  ...FIRST,
  steps: [
    trigger,
    { id: "read", type: "map", name: "Read contract", config: { fields: [{ name: "amount", value: { $: "$number(trigger.body.amount)" } }] } },
    { id: "large", type: "branch", name: "Large?", config: { cases: [{ port: "yes", when: { $: "steps.read.amount > 50000" } }], else: "no" } },
    { id: "end", type: "stop", name: "Nothing to do", config: { outcome: "succeeded", reason: "Small" } },
  ],
  edges: [
    { from: "contract_in", to: "read" },
    { from: "read", to: "large" },
    { from: "large", port: "no", to: "end" },
  ],
};

test("two versions are seen side by side, on the canvas and field by field, and the older one comes back", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await ask(page, "flows.import", { document: FIRST, publish: true, deploy: "test", note: "First try" });
  await ask(page, "governance.createContract", {
    key: LETTER,
    name: `Letter ${mark}`,
    description: "",
    schema: { type: "object", properties: { amount: { type: "number" } } },
    note: "",
  });
  await ask(page, "flows.import", { document: SECOND, publish: true, note: "Large contracts go their own way" });
  await page.goto(`/production/flows/${KEY}/versions`);
  const history = page.getByRole("complementary", { name: "History" });
  // what runs of the deployed one are not held to is said beside it
  await expect(history.getByRole("listitem").filter({ hasText: "Version 1" })).toContainText(`Published before it could keep to ${LETTER}@1`);
  await history.getByRole("button", { name: /^Version 2/ }).click();
  const differences = page.getByRole("region", { name: "Differences" });
  await expect(differences.getByRole("status")).toHaveText("7 differences: 4 added, 2 removed, 1 changed.");
  await expect(page.getByText("Added: Large?")).toBeAttached();
  await expect(page.getByText("Removed: Tell sales")).toBeAttached();
  await expect(page.getByText("Changed: Read contract")).toBeAttached();
  await expect(differences.getByRole("row", { name: /^config\.fields\.amount\.value / })).toContainText("$number(trigger.body.amount)");
  // a difference leads to its step, a step to its difference
  await differences.getByRole("button", { name: /^Removed step Tell sales/ }).click();
  await expect(differences.getByRole("button", { name: /^Removed step Tell sales/ })).toHaveAttribute("aria-pressed", "true");
  await node(page, "Read contract").click();
  await expect(differences.getByRole("button", { name: /^Changed step Read contract/ })).toHaveAttribute("aria-pressed", "true");
  await look(page, "versions", { onPhone: true });

  // looked at, then brought back as an edit like every other
  await history.getByRole("link", { name: "Look at version 1 in the designer" }).click();
  await expect(node(page, "Tell sales")).toBeVisible();
  await expect(page.getByText("Read only")).toBeVisible();
  await page.goBack();
  await history.getByRole("link", { name: "Restore version 1 into the draft" }).click();
  // an address alone changes nothing
  const question = page.getByRole("dialog", { name: "Restore version 1 into the draft?" });
  await expect(question).toContainText(/Added step\s*Tell sales/);
  await look(page, "restore", { within: "[role=dialog]" });
  await question.getByRole("button", { name: "Keep the draft" }).click();
  await expect(page).toHaveURL(new RegExp(`/flows/${KEY}$`));
  await expect(node(page, "Large?")).toBeVisible();
  await page.goto(`/production/flows/${KEY}?restore=1`);
  await question.getByRole("button", { name: "Restore version 1" }).click();
  await expect(node(page, "Tell sales")).toBeVisible();
  await expect(page.getByText("Version 1 is back in the draft")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/flows/${KEY}$`));
  await saved(page);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(node(page, "Large?")).toBeVisible();
  await expect(node(page, "Tell sales")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(node(page, "Tell sales")).toBeVisible();
  await saved(page);
  await page.getByRole("tab", { name: /^Changes since v2/ }).click();
  await expect(page.getByRole("region", { name: "Test run, problems, samples and changes" })).toContainText("Removed step");
});

test("a new flow begins as a template, as a file that was written here, and as another flow", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await page.goto("/production/flows?new=template");
  const dialog = page.getByRole("dialog", { name: "New flow" });
  await expect(dialog.getByRole("button", { name: /^Won opportunity/ })).toBeVisible();
  await look(page, "templates", { within: "[role=dialog]" });
  await dialog.getByRole("searchbox", { name: "Search templates" }).fill("paid crm");
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await dialog.getByRole("button", { name: /^Invoice paid/ }).click();
  await expect(dialog.getByRole("list", { name: /^What it needs/ })).toContainText("there");
  await dialog.getByRole("textbox", { name: "Name" }).fill(`Paid invoices ${mark}`);
  await look(page, "template", { within: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Create flow" }).click();
  await expect(page).toHaveURL(new RegExp(`/flows/paid-invoices-${mark}$`));
  await expect(page.getByRole("treeitem").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sample/ })).toContainText("Example");

  // out as YAML, and in again under another name
  await page.getByRole("button", { name: "More about this flow" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as YAML" }).click();
  const file = await (await download).path();
  const steps = await page.getByRole("treeitem").count();
  await page.goto("/production/flows?new=1");
  await dialog.getByRole("radio", { name: "File" }).click();
  const { readFile } = await import("node:fs/promises");
  await dialog.getByLabel("Flow file").setInputFiles({ name: "paid.flow.yaml", mimeType: "application/yaml", buffer: await readFile(file) });
  // a file of something else, and of a later release, says so; the right one takes its place
  await dialog.getByLabel("Flow file").setInputFiles({ name: "n8n.json", mimeType: "application/json", buffer: Buffer.from('{"nodes":[],"connections":{}}') });
  await expect(dialog.getByRole("alert")).toContainText("it looks like a workflow of n8n");
  await dialog.getByLabel("Flow file").setInputFiles({ name: "later.json", mimeType: "application/json", buffer: Buffer.from('{"throughline":9,"steps":[]}') });
  await expect(dialog.getByRole("alert")).toContainText("was written for format 9; this installation reads format 1");
  await dialog.getByLabel("Flow file").setInputFiles({ name: "paid.flow.yaml", mimeType: "application/yaml", buffer: await readFile(file) });
  await expect(dialog.getByText(/Nothing is written yet/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill(`Paid invoices again ${mark}`);
  await dialog.getByRole("button", { name: "Import flow" }).click();
  await expect(page).toHaveURL(new RegExp(`/flows/paid-invoices-again-${mark}$`));
  await expect(page.getByRole("treeitem")).toHaveCount(steps);

  // as another flow
  await page.goto("/production/flows?new=1");
  await dialog.getByRole("radio", { name: "Another flow" }).click();
  await dialog.getByRole("combobox", { name: "Copy of" }).click();
  await page.getByRole("option", { name: `Paid invoices ${mark}`, exact: true }).click();
  await dialog.getByRole("button", { name: "Create copy" }).click();
  await expect(page).toHaveURL(new RegExp(`/flows/copy-of-paid-invoices-${mark}$`));
  await expect(page.getByRole("treeitem")).toHaveCount(steps);

  // an empty one that becomes a template after all, and is empty again
  await page.goto("/production/flows?new=1");
  await dialog.getByRole("textbox", { name: "Name" }).fill(`Blank ${mark}`);
  await dialog.getByRole("button", { name: "Create flow" }).click();
  const starts = page.getByRole("region", { name: "Start from a template" });
  await expect(starts.getByRole("listitem")).toHaveCount(3);
  await look(page, "empty-canvas");
  await starts.getByRole("button", { name: "All templates…" }).click();
  await page
    .getByRole("dialog", { name: "Start from a template" })
    .getByRole("button", { name: /^Lead intake/ })
    .click();
  await expect(page.getByRole("treeitem").nth(2)).toBeVisible();
  await expect(page.getByRole("link", { name: "Flows" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sample/ })).toContainText("Example");
  await saved(page);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(starts).toBeVisible();
  await expect(panel(page)).toBeHidden();
});
