import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StepFailure } from "#flow/failure.ts";
import { addressOf } from "./address-of.ts";

const BASE = "https://api.example.com/v2";
const below = (url: string, query: Record<string, string> = {}) => addressOf({ url, query, base: BASE, connection: "crm" }).href;

describe("where a call goes", () => {
  test.each([
    ["orders", `${BASE}/orders`],
    ["/orders/7?expand=lines#top", `${BASE}/orders/7?expand=lines`],
    ["", `${BASE}/`],
    ["https://api.example.com/v2/orders", `${BASE}/orders`],
    ["//evil.example/x", `${BASE}/evil.example/x`],
    ["orders/a%2Fb", `${BASE}/orders/a%2Fb`],
    ["files/report..pdf", `${BASE}/files/report..pdf`],
    ["a/../orders", `${BASE}/orders`],
  ])("%s goes to %s", (url, goes) => {
    expect(below(url)).toBe(goes);
  });

  test.each([
    "../admin",
    "..",
    "x/../../admin",
    "/%2e%2e/admin",
    "/..%2fadmin",
    "/%252e%252e/admin",
    "/%252e%252e%252fadmin",
    "/..;/admin",
    "/x/..;jsessionid=1/..;/admin",
    "/..\\admin",
    "/..%5cadmin",
    "https://api.example.com/v20/orders",
    "https://api.example.com:8443/v2/orders",
    "http://api.example.com/v2/orders",
    "https://api.example.com.evil.example/v2/orders",
    "https://api.example.com@evil.example/v2/orders",
  ])("%s leaves the base address", (url) => {
    expect(() => below(url)).toThrow(StepFailure);
  });

  test("whatever a flow writes, it goes below the base address or nowhere", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "..",
        ".",
        "/",
        "\\",
        "%2e",
        "%2f",
        "%5c",
        "%25",
        ";",
        "@",
        "//",
        ":",
        "?",
        "#",
        "http:",
        "https://",
        "api.example.com",
        "evil.example",
        "v2",
        "\t",
        "\n",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        let goes: URL;
        try {
          goes = addressOf({ url: pieces.join(""), query: {}, base: BASE, connection: "crm" });
        } catch (error) {
          expect(error).toBeInstanceOf(StepFailure);
          return;
        }
        expect(goes.origin).toBe("https://api.example.com");
        expect(goes.pathname === "/v2" || goes.pathname.startsWith("/v2/")).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test("a query that holds & and = stays one value", () => {
    expect(below("orders", { q: "a&b=c" })).toBe(`${BASE}/orders?q=a%26b%3Dc`);
  });
});
