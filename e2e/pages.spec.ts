/** Every page, light and dark, for the person who uses it most: it shows something, and no serious barrier for anybody. */
import { expect } from "@playwright/test";
import { expectNoBarriers } from "./looks.ts";
import { node, panel } from "./designer.ts";
import { base, deployFlow, password, signIn, test } from "./support.ts";
import type { Who } from "./support.ts";

/** `onPhone`: what is seen there instead */
const PAGES: { path: string; who: Who; shows: string | RegExp; onPhone?: string }[] = [
  { path: "/production/home", who: "operator", shows: "Runs by outcome", onPhone: "All failed" },
  { path: "/production/flows", who: "analyst", shows: "Won opportunity → project in Odoo" },
  { path: "/production/flows/won-opportunity-to-project", who: "analyst", shows: "Opportunity won" },
  { path: "/production/inbox", who: "approver", shows: "What changes in Odoo", onPhone: "Start project for Kestrel Insurance?" },
  { path: "/production/runs?q=OP-2390", who: "operator", shows: "OP-2390" },
  { path: "/production/replays", who: "operator", shows: "Bulk replays" },
  { path: "/production/forms", who: "operator", shows: /No form is deployed here|New request/ },
  { path: "/production/connections", who: "administrator", shows: "Practice Odoo" },
  { path: "/production/contracts?key=project", who: "analyst", shows: "Contracts and ownership", onPhone: "Project" },
  { path: "/production/contracts?tab=ownership", who: "administrator", shows: "System of record", onPhone: "Ownership" },
  { path: "/production/settings", who: "administrator", shows: "crm" },
  { path: "/production/settings?tab=people", who: "administrator", shows: "priya.raman@halvorsen.example" },
  { path: "/production/settings?tab=keys", who: "administrator", shows: "API keys", onPhone: "None yet." },
  { path: "/production/audit", who: "administrator", shows: "Audit", onPhone: "Hanna Lind" },
];

test("the sign-in page has no serious barrier", async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: base })).newPage();
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
  await expectNoBarriers(page);
});

for (const who of [...new Set(PAGES.map((each) => each.who))]) {
  test(`pages of the ${who} show what they promise, without a serious barrier`, async ({ browser }) => {
    const page = await signIn(browser, who);
    const wrong: string[] = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    for (const { path, shows } of PAGES.filter((each) => each.who === who)) {
      await page.goto(path);
      await expect(page.getByText(shows).first(), path).toBeVisible();
      await expectNoBarriers(page);
    }
    expect(wrong).toEqual([]);
  });
}

test("a failed run explains itself, without a serious barrier", async ({ browser }) => {
  const page = await signIn(browser, "operator");
  await page.goto("/production/runs?q=OP-2390");
  await page
    .getByRole("row", { name: /OP-2390/ })
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByText("What to do")).toBeVisible();
  await expect(page.getByText(/steps\.map\.customer\.crmId/).first()).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("button", { name: /Replay with edited input/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoBarriers(page);
});

test("dialogs have no serious barrier", async ({ browser }) => {
  const analyst = await signIn(browser, "analyst");
  await analyst.goto("/production/flows?new=1");
  await expect(analyst.getByRole("dialog")).toBeVisible();
  await expectNoBarriers(analyst);
  await analyst.goto("/production/flows/won-opportunity-to-project");
  for (const name of ["Publish…", "Deploy"]) {
    await analyst.getByRole("button", { name, exact: true }).click();
    await expect(analyst.getByRole("dialog")).toBeVisible();
    await expectNoBarriers(analyst, { called: name });
    await analyst.keyboard.press("Escape");
    await expect(analyst.getByRole("dialog")).toBeHidden();
  }
  const administrator = await signIn(browser, "administrator");
  await administrator.goto("/production/connections");
  await administrator.getByRole("button", { name: "New connection" }).click();
  await expect(administrator.getByRole("dialog")).toBeVisible();
  await expectNoBarriers(administrator);
});

test("nobody sees a page without signing in, and wrong words do not let anybody in", async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: base })).newPage();
  await page.goto("/production/runs?status=failed");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill("hanna.lind@halvorsen.example");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("do not belong together")).toBeVisible();
  // the right ones lead to what was asked for
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/production\/runs\?status=failed$/);
});

test("a viewer reads, and is told why the rest is out of reach", async ({ browser }) => {
  const page = await signIn(browser, "viewer");
  await page.goto("/production/flows/won-opportunity-to-project");
  await expect(page.getByRole("button", { name: "Publish…" })).toBeDisabled();
  // whom a question goes to is seen, though people may not be looked up
  await node(page, "Approve start").click();
  await expect(panel(page).getByRole("checkbox", { name: "project-office" })).toBeChecked();
  await page.goto("/production/settings?tab=keys");
  await expect(page.getByText("For administrators")).toBeVisible();
});

test("answers carry the headers that protect a browser", async ({ request }) => {
  const answer = await request.get(`${base}/sign-in`);
  const policy = answer.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toMatch(/script-src 'self' 'nonce-/);
  expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
});

for (const who of [...new Set(PAGES.map((each) => each.who))]) {
  test(`pages of the ${who} fit a phone`, async ({ browser }) => {
    const page = await signIn(browser, who, { viewport: { width: 390, height: 844 } });
    for (const { path, shows, onPhone } of PAGES.filter((each) => each.who === who && !each.path.includes("/flows/"))) {
      await page.goto(path);
      // rows are wider than the page's frame: they must be there before it is measured
      await expect(
        page
          .getByText(onPhone ?? shows)
          .filter({ visible: true })
          .first(),
        path,
      ).toBeVisible();
      // the page, and the pane that holds its content; tables may scroll inside their own frames
      const widths = await page.evaluate(() => [document.documentElement, document.querySelector("main")].map((each) => each?.scrollWidth ?? 0));
      expect(Math.max(...widths), path).toBeLessThanOrEqual(390);
    }
  });
}

test("a person has eight windows open: each is served, and each sees by itself what happens", async ({ browser }) => {
  const first = await signIn(browser, "operator");
  const { url } = await deployFlow(await signIn(browser, "administrator"), {
    throughline: 1,
    flow: { key: "many-windows", name: "Many windows", businessKey: { $: "trigger.body.order" } },
    steps: [
      { id: "start", type: "trigger.webhook", config: { auth: { kind: "none" } } },
      { id: "kept", type: "map", config: { fields: [{ name: "order", value: { $: "trigger.body.order" } }] } },
    ],
    edges: [{ from: "start", to: "kept" }],
  });
  await first.goto("/production/runs");
  const windows = [first];
  while (windows.length < 8) {
    const next = await first.context().newPage();
    await next.goto("/production/runs");
    windows.push(next);
  }
  const order = `SO-${String(Date.now()).slice(-6)}`;
  expect((await first.request.post(url, { data: { order } })).status()).toBe(202);
  for (const each of windows) await expect(each.getByRole("row", { name: new RegExp(order) }).getByText("Succeeded")).toBeVisible();
  // the window that holds the stream goes, and another takes over
  await first.close();
  const later = `${order}-2`;
  expect((await (windows[1] ?? first).request.post(url, { data: { order: later } })).status()).toBe(202);
  for (const each of windows.slice(1)) await expect(each.getByRole("row", { name: new RegExp(later) }).getByText("Succeeded")).toBeVisible();
});
