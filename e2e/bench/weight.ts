/** What a browser with an empty cache fetches to show the designer. */
import type { FlowDocument } from "#flow/document.ts";
import type { Desk } from "./desk.ts";

/** Compressed JavaScript, as it came over the wire, in KiB. */
export async function firstLoad(desk: Desk, flow: FlowDocument): Promise<{ total: number; files: { url: string; kib: number }[] }> {
  const context = await desk.fresh();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Map<string, string>();
  const files: { url: string; kib: number }[] = [];
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.set(requestId, response.url);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = scripts.get(requestId);
    if (url) files.push({ url, kib: encodedDataLength / 1024 });
  });
  await page.goto(desk.address(flow));
  await page.locator(".react-flow__node").first().waitFor();
  await page.waitForLoadState("networkidle");
  await context.close();
  return { total: files.reduce((sum, file) => sum + file.kib, 0), files: files.sort((a, b) => b.kib - a.kib) };
}
