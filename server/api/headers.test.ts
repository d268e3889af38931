import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { protect } from "./headers.ts";

function answered(env: { dev: boolean; publicUrl: string }, sent: Record<string, string> = {}) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, sent);
  const response = new ServerResponse(request);
  protect({ request, response, env });
  return { headers: response.getHeaders(), forPages: request.headers["content-security-policy"] };
}

const nonceOf = (policy: unknown) => /script-src 'self' 'nonce-([\w+/=]+)' 'strict-dynamic'(;|$)/.exec(String(policy))?.[1];

test("scripts run only with the nonce of their answer, which nobody can know before", () => {
  const one = answered({ dev: false, publicUrl: "http://localhost:3000" });
  const other = answered({ dev: false, publicUrl: "http://localhost:3000" });
  const policy = one.headers["content-security-policy"];
  expect(nonceOf(policy)?.length).toBeGreaterThanOrEqual(22);
  expect(nonceOf(policy)).not.toBe(nonceOf(other.headers["content-security-policy"]));
  for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"])
    expect(policy).toContain(rule);
  expect(policy).not.toContain("unsafe-eval");
});

test("a client does not choose the nonce that pages take", () => {
  const { headers, forPages } = answered({ dev: false, publicUrl: "http://localhost:3000" }, { "content-security-policy": "script-src 'nonce-mine'" });
  expect(forPages).toBe(headers["content-security-policy"]);
});

test("every answer says what browsers must not do with it; over https also that it stays so", () => {
  const { headers } = answered({ dev: false, publicUrl: "https://flows.halvorsen.example" });
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin" });
  expect(headers["strict-transport-security"]).toMatch(/^max-age=\d{7,}/);
  expect(answered({ dev: false, publicUrl: "http://localhost:3000" }).headers).not.toHaveProperty("strict-transport-security");
});
