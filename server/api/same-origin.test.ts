import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { refuseForeignPages } from "./same-origin.ts";

const OURS = ["https://flows.halvorsen.example"];
const asked = (method: string, headers: Record<string, string>) => () => refuseForeignPages({ method, headers } as unknown as IncomingMessage, OURS);

test("another site's page changes nothing with a person's cookie", () => {
  expect(asked("POST", { cookie: "s", origin: "https://evil.example" })).toThrow("another site");
  expect(asked("POST", { cookie: "s", origin: "null" })).toThrow();
  expect(asked("DELETE", { cookie: "s", "sec-fetch-site": "cross-site" })).toThrow();
  expect(asked("POST", { cookie: "s" })).toThrow();
});

test("our own pages, keys and mere reading pass", () => {
  expect(asked("POST", { cookie: "s", origin: OURS[0] ?? "" })).not.toThrow();
  expect(asked("POST", { cookie: "s", "sec-fetch-site": "same-origin" })).not.toThrow();
  expect(asked("POST", { cookie: "s", authorization: "Bearer x", origin: "https://ci.example" })).not.toThrow();
  expect(asked("GET", { cookie: "s", origin: "https://evil.example" })).not.toThrow();
});
