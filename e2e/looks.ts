/** How a screen looks and whether it shuts anybody out: pictures in light and dark, wide and narrow, and what axe finds. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 1024, height: 768 };
const PHONE = { width: 390, height: 844 };
/** All that a theme changes: what is there, how it is called and how it is reached is the same in both. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** What lies over the page covers what axe would say of the page itself: `within` it is asked about. */
type Part = { within?: string; called?: string };

/** A screen as it stands, in light and in dark, without loading it again. */
export async function expectNoBarriers(page: Page, q: Part = {}, inTheme: (theme: string) => Promise<unknown> = async () => undefined): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await inTheme(colorScheme);
    expect(await barriers(page, q, colorScheme === "dark" ? COLOURS : null), `${q.called ?? page.url()}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** What keeps somebody out of a screen as it stands, in its theme of now. */
export async function barriers(page: Page, { within }: Part = {}, rules: string[] | null = null): Promise<string[]> {
  // by default axe opens an empty page at each look, to put the findings of frames together, and describes all that is in order: here are no frames, and nobody reads that
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  if (within) axe.include(within);
  if (rules) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
}

/** `onPhone`: it can be read there, too. */
export async function look(page: Page, name: string, q: { onPhone?: boolean; within?: string } = {}): Promise<void> {
  await expectNoBarriers(page, { ...q, called: name }, (theme) => page.screenshot({ path: `test-results/looks/${name}-${theme}.png` }));
  await page.setViewportSize(NARROW);
  await page.screenshot({ path: `test-results/looks/${name}-1024.png` });
  if (q.onPhone) {
    await page.setViewportSize(PHONE);
    await page.screenshot({ path: `test-results/looks/${name}-phone.png` });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} fits a phone`).toBeLessThanOrEqual(PHONE.width);
  }
  await page.setViewportSize(WIDE);
}
