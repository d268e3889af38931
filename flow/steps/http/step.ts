import { z } from "zod";
import { Json } from "../../document.ts";
import { business, technical } from "../../failure.ts";
import { unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { RecordValue, TextValue } from "../values.ts";
import { face, isRead } from "./face.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
const Config = z.strictObject({
  connection: z.string().optional(),
  method: z.enum(METHODS),
  url: TextValue,
  headers: RecordValue.optional(),
  query: RecordValue.optional(),
  body: Json.optional(),
  idempotencyHeader: z.string().optional(),
  expect: z
    .string()
    .regex(/^([1-5]xx|[1-5]\d\d)(,([1-5]xx|[1-5]\d\d))*$/, "is a list such as 2xx or 200,404")
    .optional(),
});
export type Config = z.infer<typeof Config>;
const Texts = z.record(z.string(), z.coerce.string());
const Input = z.object({
  connection: z.string().optional(),
  method: z.enum(METHODS),
  url: z.string().min(1),
  headers: Texts.default({}),
  query: Texts.default({}),
  body: Json.optional(),
  idempotencyHeader: z.string().default("Idempotency-Key"),
  expect: z.string().default("2xx"),
});

function isExpected(status: number, expected: string): boolean {
  return expected.split(",").some((one) => (one.endsWith("xx") ? String(status).startsWith(one.charAt(0)) : Number(one) === status));
}

/** Retry-After in seconds or as a date. */
function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    { key: "connection", label: "Connection", control: "connection", connectionKind: "http" },
    { key: "method", label: "Method", control: "select", required: true, options: METHODS.map((value) => ({ value, label: value })) },
    { key: "url", label: "Address", control: "text", required: true, help: "Absolute, or below the connection's base address." },
    { key: "headers", label: "Headers", control: "key-values" },
    { key: "query", label: "Query", control: "key-values" },
    { key: "body", label: "Body", control: "json" },
    { key: "idempotencyHeader", label: "Key header", control: "text", placeholder: "Idempotency-Key" },
    { key: "expect", label: "Expected status", control: "text", placeholder: "2xx" },
  ],
  outputs: () => ({ kind: "object", fields: { status: { kind: "number" }, headers: { kind: "object", fields: {}, open: true }, body: unknownShape } }),
  effect: {
    ...face.effect,
    allowed: ["at-most-once", "exactly-once", "at-least-once"],
    keyHasVisit: true,
    preview: async ({ input }) => [
      {
        system: "http",
        title: `${input.method} ${input.url}`,
        ...(input.connection ? { connection: input.connection } : {}),
        action: "call",
        fields: input.body === undefined ? [] : [{ name: "body", label: "Body", before: null, after: input.body }],
      },
    ],
    simulate: () => ({ status: 200, headers: {}, body: null }),
  },
  execute: async (ctx) => {
    const { input } = ctx;
    const headers = isRead(input.method) ? input.headers : { ...input.headers, [input.idempotencyHeader]: ctx.effect.key };
    const answer = await ctx.ports.http.send(
      {
        method: input.method,
        url: input.url,
        headers,
        query: input.query,
        ...(input.connection ? { connection: input.connection } : {}),
        ...(input.body === undefined ? {} : { body: input.body }),
      },
      ctx,
    );
    if (isExpected(answer.status, input.expect)) return { kind: "done", output: answer };
    const where = input.connection ? { connection: input.connection } : {};
    const said = `${input.method} ${input.url} answered ${answer.status}`;
    const detail = { status: answer.status, body: typeof answer.body === "string" ? answer.body.slice(0, 2000) : answer.body };
    const wait = retryAfter(answer.headers["retry-after"], ctx.now);
    if (answer.status === 429)
      throw technical("rate-limited", "http.rate_limited", `${said}: too many requests.`, {
        retryable: true,
        ...(wait ? { retryAfterMs: wait } : {}),
        where,
        detail,
      });
    // a gateway that gave up, or a fault in the middle: the other system may have done it. 503 says that it did not
    if (answer.status >= 500 && answer.status !== 503 && ctx.effect.delivery === "at-most-once" && !isRead(input.method))
      throw business("outcome-unknown", "http.outcome_unknown", `${said}, so nobody knows whether it was done.`, {
        fix: "Check the other system. If it happened, choose Mark done; if it did not, choose Send again.",
        where,
        detail,
      });
    if (answer.status >= 500)
      throw technical("unavailable", "http.server_error", `${said}.`, {
        retryable: true,
        ...(wait ? { retryAfterMs: wait } : {}),
        fix: "Look whether the other system is well; the run can be replayed from this step.",
        where,
        detail,
      });
    if (answer.status === 401 || answer.status === 403)
      throw technical("authorization", "http.refused", `${said}: it does not accept who we are.`, {
        fix: "Check the connection's credentials and rights.",
        where,
        detail,
      });
    throw business("rule", "http.unexpected_status", `${said}, and ${input.expect} was expected.`, {
      fix: "Read the answer: it usually says which part of the request is wrong.",
      where,
      detail,
    });
  },
});
