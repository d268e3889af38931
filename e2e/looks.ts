/** How a screen looks and whether it shuts anybody out: pictures in light and dark, wide and narrow, and what axe finds. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 1024, height: 768 };
const PHONE = { width: 390, height: 844 };

/** `onPhone`: it can be read there, too. What lies over the page covers what axe would say of the page itself. */
export async function look(page: Page, name: string, q: { onPhone?: boolean; within?: string } = {}): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `test-results/looks/${name}-${colorScheme}.png` });
    const axe = new AxeBuilder({ page });
    const { violations } = await (q.within ? axe.include(q.within) : axe).analyze();
    const serious = violations.filter((each) => each.impact === "serious" || each.impact === "critical");
    expect(
      serious.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`),
      `${name}, ${colorScheme}`,
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(NARROW);
  await page.screenshot({ path: `test-results/looks/${name}-1024.png` });
  if (q.onPhone) {
    await page.setViewportSize(PHONE);
    await page.screenshot({ path: `test-results/looks/${name}-phone.png` });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} fits a phone`).toBeLessThanOrEqual(PHONE.width);
  }
  await page.setViewportSize(WIDE);
}
