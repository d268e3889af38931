import { expect, test } from "vitest";
import { DOTS } from "../sensitive.ts";
import { mask } from "./mask.ts";

test("credentials in headers and query strings become dots, whatever their case", () => {
  const shown = mask({
    headers: { Authorization: "Bearer abc", cookie: "s=1", "X-Signature-256": "sha256=ab", "x-api-key": "k", "content-type": "application/json" },
    query: { access_token: "t", page: "2" },
    body: { token: "stays" },
  });
  expect(shown).toEqual({
    headers: { Authorization: DOTS, cookie: DOTS, "X-Signature-256": DOTS, "x-api-key": DOTS, "content-type": "application/json" },
    query: { access_token: DOTS, page: "2" },
    body: { token: "stays" },
  });
});

test("headers are found at any depth, also inside lists", () => {
  expect(mask([{ request: { headers: { "idempotency-key": "1", "set-cookie": "x" } } }])).toEqual([
    { request: { headers: { "idempotency-key": "1", "set-cookie": DOTS } } },
  ]);
});

test("a header that the trigger names for its signature is hidden too", () => {
  expect(mask({ headers: { "X-Hub": "abc" } }, ["x-hub"])).toEqual({ headers: { "X-Hub": DOTS } });
});
