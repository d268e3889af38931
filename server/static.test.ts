import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStaticHandler } from "./static.ts";

const built = mkdtempSync(path.join(os.tmpdir(), "throughline-static-"));
const SCRIPT = "export const flow = 1;".repeat(100);
mkdirSync(path.join(built, "static/chunks"), { recursive: true });
writeFileSync(path.join(built, "static/chunks/a.js.br"), brotliCompressSync(SCRIPT));
const serve = createStaticHandler(built);
const server = createServer(async (request, response) => {
  if (!(await serve(request, response, request.url ?? ""))) response.writeHead(404).end();
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.close();
  rmSync(built, { recursive: true });
});

const get = (at: string, encoding: string) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${at}`, { headers: { "accept-encoding": encoding } });

test("a script that was compressed while building is sent as it is, to be kept for good", async () => {
  const answer = await get("/_next/static/chunks/a.js", "gzip, br");
  expect(await answer.text()).toBe(SCRIPT);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-encoding": "br",
    vary: "Accept-Encoding",
    "cache-control": expect.stringContaining("immutable"),
  });
});

test.each([
  ["who takes no brotli", "/_next/static/chunks/a.js", "gzip"],
  ["who refuses brotli", "/_next/static/chunks/a.js", "gzip, br;q=0"],
  ["what was not built", "/_next/static/chunks/b.js", "br"],
  ["a way out of the folder", "/_next/static/chunks/../../../package.json", "br"],
])("%s is left to somebody else", async (_, at, encoding) => {
  expect((await get(at, encoding)).status).toBe(404);
});
