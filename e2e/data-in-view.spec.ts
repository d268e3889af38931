/** A step with its input and its output in sight: fields go from the data into settings, by mouse and by keyboard. */
import { randomInt } from "node:crypto";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { dragTo, middleOf, node, saved } from "./designer.ts";
import { expectNoBarriers } from "./looks.ts";
import { ask, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const key = `order-lines-${mark}`;

//  order → customer → lines [ line ]
const document = {
  throughline: 1,
  flow: { key, name: `Order lines ${mark}`, latency: "near-real-time" },
  steps: [
    { id: "order", type: "trigger.webhook", name: "Order placed", config: { auth: { kind: "none" } } },
    { id: "customer", type: "map", name: "Customer", config: { fields: [{ name: "name", value: "" }] } },
    {
      id: "lines",
      type: "each",
      name: "Each line",
      config: {
        items: { $: "trigger.body.lines" },
        concurrency: 1,
        onFailure: "stop",
        childRunsFrom: 200,
        body: { steps: [{ id: "line", type: "map", name: "Line", config: { fields: [{ name: "role", value: { $: "item.role" } }] } }], edges: [] },
      },
    },
  ],
  edges: [
    { from: "order", to: "customer" },
    { from: "customer", to: "lines" },
  ],
};
const body = {
  account: { "legal name": "Nordlys AS", city: "Bergen" },
  lines: [
    { role: "Architect", days: 12 },
    { role: "Tester", days: 4 },
  ],
};

const wide = (page: Page) => page.getByRole("dialog", { name: "Step with its input and output" });
const field = (page: Page, name: string | RegExp) => wide(page).getByRole("tree", { name: "What this step sees" }).getByRole("treeitem", { name });

test("a field is dragged from the input onto a setting, and by keyboard put into the next; output and items are looked at beside it", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  await ask(page, "flows.import", { document, publish: false });
  await ask(page, "flows.saveSample", { flow: key, name: "Nordlys", trigger: { body, headers: {}, query: {} }, pinned: true });
  await page.goto(`/production/flows/${key}`);
  await node(page, "Customer").dblclick();
  await expect(wide(page)).toBeVisible();
  await expect(field(page, /^trigger\b.*from sample$/)).toBeVisible();

  // by mouse: an empty setting becomes the expression, quoted where its name needs it, and shows its value
  await field(page, /^trigger\.body\.account:/).press("ArrowRight");
  const setting = wide(page).getByRole("textbox", { name: "Value of name", exact: true });
  await dragTo(page, field(page, /legal name`: Nordlys AS$/), await middleOf(wide(page).getByRole("textbox", { name: "Value", exact: true })));
  await expect(setting).toHaveText("trigger.body.account.`legal name`");
  await expect(wide(page).getByText("Nordlys AS", { exact: false }).last()).toBeVisible();

  // by keyboard: into the setting that had the focus last, at the cursor
  await setting.press("ControlOrMeta+End");
  await setting.pressSequentially(" & ', ' & ");
  await field(page, /^trigger\.body\.account\.city/).press("Enter");
  await expect(setting).toHaveText("trigger.body.account.`legal name` & ', ' & trigger.body.account.city");
  await expect(wide(page).getByText("= Nordlys AS, Bergen")).toBeVisible();

  // a search finds values; the table and the text show the same
  const input = wide(page).getByRole("region", { name: "Input" });
  await input.getByRole("searchbox", { name: "Search in input" }).fill("tester");
  await expect(field(page, /lines\[1\]\.role: Tester$/)).toBeVisible();
  await input.getByRole("radio", { name: "Table" }).click();
  await expect(input.getByRole("cell", { name: /^Tester/ })).toBeVisible();
  await input.getByRole("searchbox", { name: "Search in input" }).press("Escape");
  await expect(wide(page)).toBeVisible();

  // what the step gives
  const output = wide(page).getByRole("region", { name: "Output" });
  await output.getByRole("button", { name: "Run up to here" }).click();
  await expect(output.getByRole("treeitem", { name: "steps.customer.name: Nordlys AS, Bergen" })).toBeVisible();

  // kept with the sample, it is what later steps see
  await output.getByRole("button", { name: /^Pin this output/ }).click();
  await expect(output.getByRole("treeitem", { name: /^steps\.customer:.*from pinned$/ })).toBeVisible();

  // along the edges, into the body: the item that is stepped to is the one that values are worked out for
  await page.keyboard.press("Alt+ArrowDown");
  await expect(wide(page).getByRole("textbox", { name: "Name of the step" })).toHaveValue("Each line");
  await wide(page).getByRole("button", { name: "Next step: Line" }).click();
  await expect(wide(page).getByText("= Architect")).toBeVisible();
  await input.getByRole("radio", { name: "Tree" }).click();
  await field(page, /^item, item 1 of 2/).press("PageDown");
  await expect(wide(page).getByText("= Tester")).toBeVisible();
  await output.getByRole("button", { name: "Run up to here" }).click();
  await expect(output.getByRole("treeitem", { name: "steps.line.role: Tester" })).toBeVisible();

  await expectNoBarriers(page, { within: "[role=dialog]" });
  await page.keyboard.press("Escape");
  await expect(wide(page)).toBeHidden();
  await expect(node(page, "Line")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(wide(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await saved(page);

  // the samples of the flow, with what is pinned; another one is made of a schema
  await page.getByRole("tab", { name: "Samples" }).click();
  const below = page.getByRole("region", { name: "Test run, problems, samples and changes" });
  await below.getByRole("button", { name: "Let go of what is pinned of Customer" }).click();
  await expect(below.getByText("Pinned:")).toBeHidden();
  await below.getByRole("button", { name: "Paste" }).click();
  const form = page.getByRole("dialog", { name: "New sample" });
  await form.getByRole("button", { name: "Make it from a JSON Schema" }).click();
  await form
    .getByLabel("JSON Schema")
    .fill(JSON.stringify({ type: "object", properties: { lines: { type: "array", items: { properties: { role: { enum: ["Lead"] } } } } } }));
  await form.getByRole("button", { name: "Make the example" }).click();
  await expect(form.getByLabel("Body")).toHaveValue(/"role": "Lead"/);
  await form.getByLabel("Name").fill("By the contract");
  await form.getByRole("button", { name: "Save sample" }).click();
  await expect(below.getByRole("button", { name: "Use the sample By the contract" })).toHaveAttribute("aria-pressed", "true");
  await expect(below.getByText(/^from a schema/)).toBeVisible();

  // what another sample gave is not shown as this one's; that of the other one is still there
  await below.getByRole("tab", { name: "Test run" }).click();
  await expect(below.getByText(/^Nothing was run with this sample yet/)).toBeVisible();
  await below.getByRole("tab", { name: "Samples" }).click();
  await below.getByRole("button", { name: "Use the sample Nordlys" }).click();
  await below.getByRole("tab", { name: "Test run" }).click();
  await below.getByRole("button", { name: /Customer/ }).click();
  await below.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(below.getByRole("button", { name: "Let go of the pin" })).toBeVisible();
  await expect(node(page, "Customer").getByText("pinned")).toBeVisible();
  // as long as its name can be read
  const canvas = page.getByRole("region", { name: "Canvas" });
  for (let presses = 0; presses < 8 && (await canvas.getAttribute("data-zoom")) === "near"; presses += 1)
    await page.getByRole("button", { name: "Zoom out" }).click();
  await expect(canvas).toHaveAttribute("data-zoom", "mid");
  await expect(node(page, "Customer").getByText("pinned")).toBeVisible();

  // a sample that was removed comes back with what was pinned
  await below.getByRole("tab", { name: "Samples" }).click();
  await below.getByRole("button", { name: "Remove Nordlys" }).click();
  await expect(below.getByRole("button", { name: "Use the sample Nordlys" })).toBeHidden();
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect(below.getByRole("button", { name: "Use the sample Nordlys" })).toBeVisible();
  await expect(below.getByRole("button", { name: "Let go of what is pinned of Customer" })).toBeVisible();
});
