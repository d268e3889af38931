/**
 * The door of webhook triggers: POST /hooks/{environment}/{token}. A 2xx means that the run is durable; everything else means that
 * nothing was accepted, and says why. Only where the database went away and stays away it may not be known: then that is what is said.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ValidateFunction } from "ajv";
import { milliseconds } from "#flow/duration.ts";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { WebhookConfig } from "#flow/steps/trigger-webhook/step.ts";
import { isOfConnection } from "../connection-headers.ts";
import type { Clock, ConnectionSource, Engine, HttpHandler, LoadedRegistration, RegistrationSource } from "../deps.ts";
import { isAnswerLost, isConnectionTrouble } from "../engine/patience.ts";
import type { Log } from "../log.ts";
import { requestUrl } from "../request-url.ts";
import { compileSchema } from "../schema/compile.ts";
import { authenticate, credentialHeaders } from "./authenticate.ts";
import { parseBody, readBody } from "./body.ts";
import { readOdooHint } from "./odoo/read-hint.ts";
import type { KeepRate } from "./rate.ts";
import { answerProblem, HookRefusal } from "./refusal.ts";

export type WebhookDeps = {
  registrations: Pick<RegistrationSource, "byToken">;
  engine: Pick<Engine, "accept" | "waitFor">;
  connections: Pick<ConnectionSource, "secret">;
  keepRate: KeepRate;
  /** records that an Odoo names as changed, for a worker to look at */
  putHints: (q: { registrationId: string; ids: number[] }) => Promise<void>;
  clock: Clock;
  log: Log;
};

/** Requests that one process has in hand, those included that wait for a run's end. More would only wait for each other. */
const MOST_IN_HAND = 4_000;

/** How long a caller may be kept waiting for a run's end: proxies give up soon after. */
const LONGEST_WAIT_MS = 120_000;

export function createWebhookHandler(deps: WebhookDeps): HttpHandler {
  let inHand = 0;
  return async (request, response) => {
    inHand += 1;
    try {
      if (inHand > MOST_IN_HAND) throw tooBusy();
      await receive(deps, request, response);
    } catch (error) {
      answerProblem(response, refusalOf(deps, error));
      // what is left of a body that was not read would be taken for the next request
      if (!request.complete) response.once("finish", () => request.destroy());
    } finally {
      inHand -= 1;
    }
  };
}

async function receive(deps: WebhookDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = requestUrl(request);
  const registration = await registrationAt(deps, url);
  if (registration?.type === "trigger.odoo") {
    refuseOtherMethods(request);
    const noted = await readOdooHint({ registration, request });
    await deps.putHints({ registrationId: registration.id, ids: [noted] });
    return json(response, 202, { noted });
  }
  const config = configOf(registration);
  if (registration === null || config === null) throw unknownHook();
  refuseOtherMethods(request);
  const raw = await readBody(request);
  const secret = await secretOf(deps, registration, config);
  authenticate({ auth: config.auth, secret, presented: { headers: request.headers, raw }, now: deps.clock.now() });
  await deps.keepRate({ registrationId: registration.id, rate: config.rateLimit });
  const body = parseBody({ contentType: request.headers["content-type"], encoding: request.headers["content-encoding"], raw });
  checkSchema(registration, config, body);
  const trigger = { body, headers: shownHeaders(request, config), query: queryOf(url) };
  const accepted = await deps.engine.accept({ registration, trigger, originKey: deliveryKey(request) }).catch((error: unknown) => {
    throw isAnswerLost(error) ? notKnown(deps, error) : error;
  });
  await answer({ deps, response, accepted, config });
}

async function registrationAt(deps: WebhookDeps, url: URL): Promise<LoadedRegistration | null> {
  const [, , environment, token, ...more] = url.pathname.split("/");
  return environment && token && more.length === 0 ? deps.registrations.byToken({ environment, token }) : null;
}

function configOf(registration: LoadedRegistration | null): WebhookConfig | null {
  if (registration?.type !== "trigger.webhook") return null;
  const step = registration.version.document.steps.find((each) => each.id === registration.stepId);
  return WebhookConfig.safeParse(step?.config).data ?? null;
}

function unknownHook(): HookRefusal {
  return new HookRefusal({
    status: 404,
    code: "hook.unknown",
    message: "No deployed flow listens at this address.",
    fix: "Copy the address from the flow's trigger, and see that the flow is deployed to this environment.",
  });
}

function refuseOtherMethods(request: IncomingMessage): void {
  if (request.method === "POST") return;
  throw new HookRefusal({
    status: 405,
    code: "hook.method",
    message: `A hook does not answer ${request.method ?? "this method"}.`,
    headers: { allow: "POST" },
  });
}

function tooBusy(): HookRefusal {
  return new HookRefusal({
    status: 429,
    code: "hook.busy",
    message: "More requests arrive than can be taken at once. Nothing was accepted.",
    fix: "Send it again.",
    headers: { "retry-after": "1" },
  });
}

/** The engine could not find out either, as long as somebody waits. */
function notKnown(deps: WebhookDeps, error: unknown): HookRefusal {
  deps.log.error({ err: error }, "the database went away before it said whether a hook's request is kept");
  return new HookRefusal({
    status: 503,
    code: "hook.unavailable",
    message: "The database went away before it said whether the request is kept.",
    fix: "Send it again. With an Idempotency-Key that stays the same it is taken once, whatever became of this one.",
    headers: { "retry-after": "5" },
  });
}

async function secretOf(deps: WebhookDeps, registration: LoadedRegistration, config: WebhookConfig): Promise<string> {
  const name = config.auth.secret?.secretRef;
  if (config.auth.kind === "none" || name === undefined) return "";
  const secret = await deps.connections.secret({ environment: registration.environment, name });
  if (secret !== null && secret !== "") return secret;
  deps.log.error({ flow: registration.version.flowKey, environment: registration.environment, name }, "a hook's secret has no value; its callers are refused");
  throw new HookRefusal({
    status: 503,
    code: "hook.secret_missing",
    message: "This hook cannot check its callers: its secret has no value in this environment.",
    fix: "An administrator sets it in Settings.",
    headers: { "retry-after": "60" },
  });
}

const validators = new WeakMap<object, ValidateFunction>();

/** @throws HookRefusal 422 */
function checkSchema(registration: LoadedRegistration, config: WebhookConfig, body: Json): void {
  const { schema } = config;
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
  // versions never change: one compilation for each
  const { version } = registration;
  const validate = validators.get(version) ?? compileSchema(schema);
  validators.set(version, validate);
  if (validate(body)) return;
  const issues = (validate.errors ?? [])
    .slice(0, 5)
    .map((error) => `${error.instancePath.slice(1).replaceAll("/", ".") || "the body"} ${error.message ?? "is wrong"}`);
  throw new HookRefusal({ status: 422, code: "hook.schema", message: `The body is not what this flow takes: ${issues.join("; ")}.` });
}

function shownHeaders(request: IncomingMessage, config: WebhookConfig): Record<string, Json> {
  const hidden = credentialHeaders(config.auth);
  const shown: Record<string, Json> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || hidden.has(name) || isOfConnection(name)) continue;
    shown[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return shown;
}

function queryOf(url: URL): Record<string, Json> {
  return Object.fromEntries(url.searchParams);
}

/** The sender's own name for this delivery; a configured dedupe key goes before it. */
function deliveryKey(request: IncomingMessage): string | null {
  const named = request.headers["idempotency-key"] ?? request.headers["webhook-id"];
  return typeof named === "string" && named.trim() !== "" ? named.trim() : null;
}

type Answering = { deps: WebhookDeps; response: ServerResponse; accepted: { runId: string; duplicate: boolean }; config: WebhookConfig };

async function answer({ deps, response, accepted, config }: Answering): Promise<void> {
  const { runId, duplicate } = accepted;
  const mark = duplicate ? { duplicate: true } : {};
  const respond = config.respond ?? "immediately";
  if (respond === "immediately") return json(response, duplicate ? 200 : 202, { runId, ...mark });
  const limit = Math.min(milliseconds(respond.whenFinished), LONGEST_WAIT_MS);
  const result = await deps.engine.waitFor({ runId, milliseconds: limit }).catch((error: unknown) => {
    // it is accepted, whatever became of waiting: told otherwise, the caller would send it a second time
    deps.log.warn({ err: error, runId }, "a hook's caller could not wait for the end of its run, and was told that it is accepted");
    return null;
  });
  if (result === null) return json(response, duplicate ? 200 : 202, { runId, ...mark });
  const { status, output, failure } = result;
  if (status === "succeeded" || status === "skipped") return json(response, 200, { runId, status, output, ...mark });
  if (failure !== null && status === "failed") {
    const { class: kind, code, message, fix } = failure;
    return json(response, kind === "business" ? 422 : 502, { runId, failure: { class: kind, code, message, ...(fix ? { fix } : {}) }, ...mark });
  }
  json(response, status === "cancelled" ? 200 : 202, { runId, ...(status === "cancelled" ? { status } : {}), ...mark });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text), "cache-control": "no-store" });
  response.end(text);
}

function refusalOf(deps: WebhookDeps, error: unknown): HookRefusal {
  if (error instanceof HookRefusal) return error;
  if (error instanceof StepFailure && error.failure.class === "business") {
    const { code, message, fix } = error.failure;
    return new HookRefusal({ status: code === "payload.too_large" ? 413 : 400, code, message, ...(fix ? { fix } : {}) });
  }
  if (isConnectionTrouble(error)) {
    deps.log.error({ err: error }, "a hook could not reach the database; nothing was accepted");
    return new HookRefusal({
      status: 503,
      code: "hook.unavailable",
      message: "The request cannot be kept at the moment. Nothing was accepted.",
      fix: "Send it again.",
      headers: { "retry-after": "5" },
    });
  }
  deps.log.error({ err: error }, "a hook failed");
  if (error instanceof StepFailure)
    return new HookRefusal({ status: 500, code: error.failure.code, message: error.failure.message, ...(error.failure.fix ? { fix: error.failure.fix } : {}) });
  return new HookRefusal({ status: 500, code: "hook.internal", message: "The request could not be accepted. The server's log holds the cause." });
}
