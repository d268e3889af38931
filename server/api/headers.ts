/** Headers that every answer carries, and the content security policy of pages. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Env } from "#server/env.ts";

const POLICY = "content-security-policy";

export function protect({ request, response, env }: { request: IncomingMessage; response: ServerResponse; env: Pick<Env, "dev" | "publicUrl"> }): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
  if (env.publicUrl.startsWith("https:")) response.setHeader("strict-transport-security", "max-age=31536000");
  const nonce = randomBytes(16).toString("base64");
  const policy = policyOf({ nonce, dev: env.dev });
  response.setHeader(POLICY, policy);
  // Next takes the nonce for its own scripts from here; what a client sent under this name counts for nothing
  request.headers[POLICY] = policy;
}

function policyOf({ nonce, dev }: { nonce: string; dev: boolean }): string {
  return [
    "default-src 'self'",
    // hot reload evaluates code
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // styles are set from code by the canvas and the editor
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
