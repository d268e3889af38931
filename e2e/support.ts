/** What every journey needs: people who sign in as people do, and addresses of this installation. */
import type { Browser, Page } from "@playwright/test";
import { expect } from "@playwright/test";

export type Who = "analyst" | "approver" | "operator" | "administrator" | "viewer";

const PEOPLE: Record<Who, string> = {
  analyst: "hanna.lind",
  approver: "priya.raman",
  operator: "sam.adeyemi",
  administrator: "tomasz.zielinski",
  viewer: "noor.haddad",
};

export const base = process.env.THROUGHLINE_E2E_URL ?? "http://127.0.0.1:3000";
const password = process.env.THROUGHLINE_E2E_PASSWORD ?? "halvorsen-demo";

/** A window of their own, signed in through the form. */
export async function signIn(browser: Browser, who: Who, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: base, viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(`${PEOPLE[who]}@halvorsen.example`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  return page;
}
