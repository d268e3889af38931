/** A draft is tried step by step, really sent in a sandbox after a question, and its expressions are written with help: by mouse and by keyboard. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { box, node, panel, saved } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const key = `signed-client-${mark}`;

//  signed → client → make → done
const document = {
  throughline: 1,
  flow: { key, name: `Signed client ${mark}`, latency: "near-real-time" },
  steps: [
    { id: "signed", type: "trigger.webhook", name: "Letter signed", config: { auth: { kind: "none" } } },
    {
      id: "client",
      type: "map",
      name: "Client",
      config: {
        fields: [
          { name: "name", value: { $: "trigger.body.client" } },
          { name: "items", value: { $: "trigger.body.team" } },
        ],
      },
    },
    {
      id: "make",
      type: "odoo.create",
      name: "Register client",
      config: { connection: "odoo", model: "res.partner", values: { name: { $: "steps.client.name" }, is_company: true } },
    },
    { id: "done", type: "map", name: "Done", config: { fields: [{ name: "summary", value: { $: "steps.make.id" } }] } },
  ],
  edges: [
    { from: "signed", to: "client" },
    { from: "client", to: "make" },
    { from: "make", to: "done" },
  ],
};
const body = {
  client: `Nordlys ${mark}`,
  team: [
    { role: "Architect", "day rate": 1480.456 },
    { role: "Tester", "day rate": 990 },
  ],
};

/** The draft with its sample, as somebody left it. */
async function drawn(page: Page): Promise<void> {
  await ask(page, "flows.import", { document, publish: false });
  await ask(page, "flows.saveSample", { flow: key, name: "Nordlys", trigger: { body, headers: {}, query: {} }, pinned: true });
}

const below = (page: Page) => page.getByRole("region", { name: "Test run, problems, samples and changes" });

test("without a sample a test run leads to where one is made", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const bare = `${key}-bare`;
  await ask(page, "flows.import", { document: { ...document, flow: { ...document.flow, key: bare } }, publish: false });
  await page.goto(`/production/flows/${bare}`);
  await node(page, "Client").click();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(below(page).getByRole("button", { name: "From what really came" })).toBeVisible();
  // in the letters of everything else
  await expect(page.getByText("A sample first")).toHaveCSS("font-family", /Geist/);
});

test("one step, up to a step and the whole flow are tried; in a sandbox what was confirmed is sent", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await drawn(page);

  // production has no such switch
  await page.goto(`/production/flows/${key}`);
  await expect(page.getByRole("button", { name: /Nordlys/ })).toBeVisible();
  await page.getByRole("button", { name: "Test run", exact: true }).click();
  await expect(
    below(page)
      .getByText(/^Create contact/i)
      .first(),
  ).toBeVisible();
  await expect(below(page).getByRole("switch")).toHaveCount(0);

  // by keyboard: a step by itself says what it lacks, and offers the way there
  await page.goto(`/test/flows/${key}`);
  await expect(page.getByRole("button", { name: /Nordlys/ })).toBeVisible();
  await node(page, "Register client").click();
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  await expect(below(page).getByText("Register client reads what Client gave, and that is not known yet.")).toBeVisible();
  await below(page).getByRole("button", { name: "Run up to here" }).click();
  await expect(node(page, "Client")).toContainText(/\d ms · 2 items/);
  await expect(node(page, "Register client")).toContainText(/\d ms/);
  await expect(node(page, "Done")).not.toContainText(/\d ms/);
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  await expect(below(page).getByText(/only Register client/)).toBeVisible();
  await expect(node(page, "Client")).toContainText("2 items");

  // sent for real: the run is described first, and asked about
  await below(page)
    .getByRole("switch", { name: /Send for real in Test/ })
    .click();
  await page.getByRole("button", { name: "Test run", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Send this for real in Test?" });
  await expect(question.getByText(`Nordlys ${mark}`).first()).toBeVisible();
  await look(page, "send-for-real", { within: "[role=dialog]" });
  await question.getByRole("button", { name: "Send 1 effect" }).click();
  await expect(question).toBeHidden();
  await expect(below(page).getByText(/^Sent: /)).toBeVisible();
  await expect(node(page, "Register client")).toContainText(/sent · /);
  await look(page, "test-run-painted");
  await node(page, "Done").click();
  await panel(page).getByRole("tab", { name: "Result" }).click();
  await expect(panel(page).getByText(/^\d+$/).first()).toBeVisible();
});

test("an expression is written with help: what a call takes, fixes, all functions, a larger editor", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await drawn(page);
  await page.goto(`/test/flows/${key}`);
  await expect(page.getByRole("button", { name: /Nordlys/ })).toBeVisible();
  await node(page, "Done").click();
  const editor = box(page, "Value of summary");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("$join(steps.client.items[0].ro");
  const help = page.getByRole("tooltip").filter({ hasText: "gives text" });
  await expect(help).toContainText("$join(texts, separator?)");
  // through a list to the fields of its items
  await page.getByRole("option", { name: /^role/ }).click();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(editor).toHaveText("$join(steps.client.items[0].role");

  // what is wrong is put right, by keyboard and by mouse
  await page.keyboard.press("ControlOrMeta+.");
  await expect(editor).toHaveText("$join(steps.client.items[0].role)");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("$rond(trigger.body.team[0].`day rate`, 1)");
  await panel(page).getByRole("button", { name: "Write $round" }).click();
  await expect(editor).toHaveText("$round(trigger.body.team[0].`day rate`, 1)");
  await expect(panel(page).getByText("= 1480.5")).toBeVisible();

  // all functions, found by what they are for
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("F1");
  const functions = page.getByRole("dialog", { name: "Functions" });
  await functions.getByRole("combobox", { name: "Search functions" }).fill("capitals");
  await expect(functions.getByRole("region", { name: "About $uppercase" })).toContainText("$uppercase('no')");
  await look(page, "functions", { within: "[role=dialog]" });
  await page.keyboard.press("Enter");
  await expect(functions).toBeHidden();
  await expect(editor).toHaveText("$uppercase()");
  await page.keyboard.type("steps.client.name");
  await expect(editor).toHaveText("$uppercase(steps.client.name)");

  // a larger editor, its value beside it
  await page.keyboard.press("Escape");
  await page.keyboard.press("F2");
  const large = page.getByRole("dialog", { name: "Value of summary" });
  await large.getByRole("textbox", { name: "Value of summary, larger" }).press("ControlOrMeta+End");
  await page.keyboard.insertText(" & ', Bergen'");
  await expect(large.getByRole("region", { name: "Value for the sample" }).first()).toContainText(`NORDLYS ${mark}, Bergen`);
  await look(page, "larger-editor", { within: "[role=dialog]" });
  await large.getByRole("button", { name: "Done" }).click();
  await expect(large).toBeHidden();
  await expect(editor).toHaveText("$uppercase(steps.client.name) & ', Bergen'");
  await saved(page);
});
