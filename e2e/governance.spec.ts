/**
 * Contracts and who owns what, from the screen to the designer: a new version whose breaking change is named, a Map that fills a contract
 * with its nested object, a sample made of it; and an event that is stopped because its field belongs to another system, until the flow is let in.
 */
import { randomInt } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { choose, node, panel, saved } from "./designer.ts";
import { look } from "./looks.ts";
import { ask, signIn, test } from "./support.ts";

const mark = process.env.THROUGHLINE_E2E_MARK ?? String(randomInt(10_000, 100_000));
const FLOW = `site-opened-${mark}`;
const CONTRACT = `site-${mark}`;
const SCHEMA = {
  type: "object",
  required: ["id", "status"],
  additionalProperties: false,
  properties: {
    id: { type: "string", description: "The id that all systems share", examples: ["S-104"] },
    status: { enum: ["planned", "open", "closed"], description: "Where it stands" },
    seats: { type: "integer", description: "Desks", minimum: 1, examples: [40] },
    address: {
      type: "object",
      description: "Where it is",
      properties: { city: { type: "string", examples: ["Bergen"] }, country: { type: "string", examples: ["NO"] } },
    },
  },
  "x-lifecycle": { field: "status", moves: { planned: ["open"], open: ["closed"], closed: [] } },
};
const DOCUMENT = {
  throughline: 1,
  flow: { key: FLOW, name: `Site opened ${mark}`, businessKey: { $: "trigger.body.id" } },
  steps: [
    { id: "came", type: "trigger.webhook", name: "Lease signed", config: { auth: { kind: "none" } } },
    { id: "make", type: "map", name: "Site", config: { fields: [{ name: "seats", value: { $: "trigger.body.seats" } }] } },
    {
      id: "tell",
      type: "event.publish",
      name: "Site opened",
      config: { topic: "site.opened", payload: { id: { $: "trigger.body.id" }, status: "open", seats: 40 }, contract: `${CONTRACT}@1` },
    },
  ],
  edges: [
    { from: "came", to: "make" },
    { from: "make", to: "tell" },
  ],
  layout: { came: [0, 0], make: [0, 120], tell: [0, 240] },
};

const mapper = (page: Page): Locator => page.getByRole("dialog", { name: /^Map / });
const field = (page: Page, name: string): Locator =>
  mapper(page)
    .getByRole("row")
    .filter({ hasText: new RegExp(`^${name}`) });

test("a contract is made, moves on, gives a sample and is filled by a Map", async ({ browser }) => {
  const page = await signIn(browser, "analyst");

  await test.step("a contract is made from its text, and shown as its fields and states", async () => {
    await page.goto("/production/contracts");
    await expect(page.getByRole("article", { name: "Assignment" })).toBeVisible();
    await page.getByRole("button", { name: /^Customer/ }).click();
    await expect(page.getByRole("list", { name: "Changes of version 2" })).toContainText("phone is gone");
    await expect(page.getByRole("table", { name: "Fields of the contract" }).getByRole("row", { name: /creditLimit/ })).toBeVisible();
    await page.getByRole("button", { name: "New contract" }).click();
    const dialog = page.getByRole("dialog", { name: "New contract" });
    await dialog.getByLabel("Name", { exact: true }).fill(`Site ${mark}`);
    await dialog.getByLabel("Key").fill(CONTRACT);
    await dialog.getByLabel("JSON Schema 2020-12").fill(JSON.stringify({ ...SCHEMA, type: "list" }, null, 2));
    await dialog.getByRole("button", { name: "Save as a draft" }).click();
    await expect(dialog.getByRole("alert")).toContainText("This cannot be a contract");
    await dialog.getByLabel("JSON Schema 2020-12").fill(JSON.stringify(SCHEMA, null, 2));
    await dialog.getByRole("button", { name: "Save as a draft" }).click();
    await expect(page.getByRole("article", { name: `Site ${mark}` })).toContainText("then open");
    await page.getByRole("button", { name: "Activate version 1" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Activate" }).click();
    await expect(page.getByRole("button", { name: "Retire version 1" })).toBeVisible();
  });

  await test.step("what breaks somebody is named before a version is saved, and has to be accepted", async () => {
    await page.getByRole("button", { name: "New version" }).click();
    const dialog = page.getByRole("dialog", { name: /^New version of/ });
    const { seats: _, ...properties } = SCHEMA.properties;
    await dialog.getByLabel("JSON Schema 2020-12").fill(JSON.stringify({ ...SCHEMA, properties: { ...properties, note: { type: "string" } } }, null, 2));
    await expect(dialog.getByRole("heading", { name: "2 changes, 1 of them breaking" })).toBeVisible();
    await expect(dialog.getByRole("list", { name: "Changes since version 1" })).toContainText("seats is gone");
    await expect(dialog.getByRole("button", { name: "Save version 2" })).toBeDisabled();
    await look(page, "contract-version", { within: "[role=dialog]" });
    await dialog.getByRole("checkbox").check();
    await dialog.getByRole("button", { name: "Save version 2" }).click();
    await expect(page.getByRole("article", { name: `Site ${mark}` }).getByRole("heading", { level: 2 })).toContainText("v2 draft");
  });

  await ask(page, "flows.import", { document: DOCUMENT, publish: false });
  await page.goto(`/production/flows/${FLOW}`);

  await test.step("a sample is made of the contract", async () => {
    await page.getByRole("button", { name: "Sample: none" }).click();
    await page.getByRole("menuitem", { name: "New sample" }).click();
    const dialog = page.getByRole("dialog", { name: "New sample" });
    await dialog.getByRole("combobox", { name: "Make it from a contract" }).fill(CONTRACT);
    await page.getByRole("option", { name: new RegExp(CONTRACT) }).click();
    await expect(dialog.getByLabel("Body")).toHaveValue(/"city": "Bergen"/);
    await dialog.getByRole("button", { name: "Save sample" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("a Map fills the contract: what is required, its choices, and the object inside", async () => {
    await node(page, "Site").click();
    await panel(page).getByRole("button", { name: "Map visually" }).click();
    await mapper(page).getByRole("radio", { name: "Contract" }).click();
    await mapper(page).getByRole("combobox", { name: "Contract" }).fill(CONTRACT);
    await page.getByRole("option", { name: new RegExp(`${CONTRACT}@1`) }).click();
    await expect(mapper(page).getByText("2 required fields are not mapped:")).toBeVisible();
    await expect(field(page, "seats")).toContainText("= 40");
    await mapper(page)
      .getByRole("button", { name: /^Accept trigger.body.id for id,/ })
      .click();
    await expect(field(page, "id")).toContainText("= S-104");
    await mapper(page).getByRole("button", { name: "Write status" }).click();
    await mapper(page).getByRole("radio", { name: "Fixed value" }).click();
    await choose(page, mapper(page), "Value of status", "open");
    await expect(field(page, "status")).toContainText("open");
    await page.keyboard.press("Escape");
    await mapper(page).getByRole("button", { name: "Write address" }).click();
    await mapper(page).getByRole("radio", { name: "Field by field" }).click();
    await mapper(page).getByRole("button", { name: "Map the fields of address" }).click();
    await expect(mapper(page).getByRole("heading", { name: "Map address" })).toBeVisible();
    await mapper(page)
      .getByRole("button", { name: /^Accept trigger.body.address.city for city,/ })
      .click();
    await expect(field(page, "city")).toContainText("= Bergen");
    await mapper(page)
      .getByRole("button", { name: /^Back to/ })
      .click();
    await expect(field(page, "address")).toContainText("an object of 1 field");
    await expect(mapper(page).getByText(/required fields? (is|are) not mapped/)).toBeHidden();
    await look(page, "mapper-contract", { within: "[role=dialog]" });
    await mapper(page).getByRole("button", { name: "Close" }).click();
    await expect(mapper(page)).toBeHidden();
    await saved(page);
  });
});

test("an owned field is told under the event, stops publishing, and the flow is let in by an administrator", async ({ browser }) => {
  const page = await signIn(browser, "analyst");
  const contract = `owned-${mark}`;
  const flow = `owned-event-${mark}`;
  await ask(page, "governance.createContract", { key: contract, name: `Owned ${mark}`, description: "", schema: SCHEMA, note: "" });
  await ask(page, "governance.setState", { key: contract, version: 1, state: "active" });
  const [came, , tell] = DOCUMENT.steps;
  const steps = [came, { ...tell, config: { ...tell?.config, contract: `${contract}@1` } }];
  const edges = [{ from: "came", to: "tell" }];
  await ask(page, "flows.import", { document: { ...DOCUMENT, flow: { key: flow, name: `Owned event ${mark}` }, steps, edges }, publish: false });

  const administrator = await signIn(browser, "administrator");
  await administrator.goto("/production/contracts?tab=ownership");
  await expect(administrator.getByRole("row", { name: /invoice\.status/ })).toContainText("Stop");
  await administrator.getByRole("button", { name: "New rule" }).click();
  const rule = administrator.getByRole("dialog", { name: "New ownership rule" });
  await rule.getByRole("radio", { name: "Contract" }).click();
  await rule.getByRole("combobox", { name: "Object" }).fill(contract);
  await administrator.getByRole("option", { name: new RegExp(contract) }).click();
  await rule.getByRole("combobox", { name: "Field", exact: true }).fill("status");
  await administrator.getByRole("option", { name: "status" }).click();
  await rule.getByRole("combobox", { name: "System of record" }).fill("Facilities");
  // what is not in the list is taken as it is written
  await administrator.keyboard.press("Tab");
  await choose(administrator, rule, "When other flows write it", /^Stop/);
  await look(administrator, "ownership-rule", { within: "[role=dialog]" });
  await rule.getByRole("button", { name: "Save rule" }).click();
  await expect(administrator.getByRole("row", { name: new RegExp(`${contract}\\.status`) })).toContainText("Facilities");

  await page.goto(`/production/flows/${flow}`);
  await node(page, "Site opened").click();
  const told = panel(page).getByText(`status of ${contract} belongs to Facilities, and Site opened writes it.`);
  await expect(told.first()).toBeVisible();
  await expect(panel(page).getByRole("button", { name: "Leave status out" })).toBeVisible();
  await look(page, "ownership-warning");
  expect(await ask<{ version: number | null }>(page, "flows.publish", { flow, note: "" })).toMatchObject({ version: null });

  // the analyst sees the rule and whom to ask; the administrator follows the same way and lets the flow in
  const way = panel(page).getByRole("link", { name: "Let this flow write it" });
  const address = (await way.getAttribute("href")) ?? "";
  await way.click();
  await expect(page.getByRole("dialog", { name: new RegExp(`^Who owns ${contract}`) })).toContainText("Administrators change who owns what");
  await administrator.goto(address);
  const open = administrator.getByRole("dialog", { name: new RegExp(`^Who owns ${contract}`) });
  await expect(open.getByRole("list", { name: "Flows that may write" })).toContainText(`Owned event ${mark}`);
  await open.getByRole("button", { name: "Save rule" }).click();
  await expect(open).toBeHidden();
  expect(await ask<{ version: number | null }>(page, "flows.publish", { flow, note: "" })).toMatchObject({ version: 1 });
});
