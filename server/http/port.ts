/** The http port of one environment: one request through the guard, with the credentials of its connection. */
import type { Json } from "#flow/document.ts";
import { business, technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { HttpPort } from "#flow/ports.ts";
import type { EnvironmentKey } from "#server/app.ts";
import type { ConnectionSource, Gates, OpenConnection } from "#server/deps.ts";
import { addressOf } from "./address-of.ts";
import { credentials, HttpConfig } from "./config.ts";
import { GuardError } from "./guard-error.ts";
import { checkedUrl } from "./guard.ts";
import type { Guard } from "./guard.ts";
import { readAnswer, writeBody } from "./payload.ts";
import { scrubber, shownHeaders } from "./without-secrets.ts";

export type HttpPortDeps = { guard: Guard; connections: Pick<ConnectionSource, "get">; gates?: Gates };

/** Bytes as base64 are a third longer, and a step's output has its own limit of 4 MiB. */
const MAX_BYTES = 3 * 1024 * 1024;

const NO_CONNECTION = { config: null, secrets: {} };

export function createHttpPort(deps: HttpPortDeps): (environment: EnvironmentKey) => HttpPort {
  return (environment) => ({
    send: async (call, options) => {
      const { config, secrets } = call.connection === undefined ? NO_CONNECTION : opened(await deps.connections.get({ environment, key: call.connection }));
      const scrub = scrubber(Object.values(secrets));
      const url = addressOf({ url: call.url, query: call.query, base: config?.baseUrl ?? null, connection: call.connection });
      try {
        // before anything of it is noted: an address may carry a password
        checkedUrl(url);
      } catch (error) {
        throw failureOf(error, call);
      }
      const { body, contentType } = writeBody(call.body, call.headers);
      const own = lowered(call.headers);
      // the connection's credentials win over a header that a flow writes by hand
      const headers = {
        accept: "application/json, */*;q=0.5",
        ...(contentType === null ? {} : { "content-type": contentType }),
        ...own,
        ...credentials(config?.auth ?? { kind: "none" }, secrets),
      };
      options.note({
        request: scrub<Json>({
          method: call.method,
          url: url.href,
          headers: shownHeaders({ ...own, ...(contentType === null ? {} : { "content-type": contentType }) }),
          ...(call.body === undefined ? {} : { body: call.body }),
        }),
      });
      const ask = () =>
        deps.guard.fetch(url, {
          method: call.method,
          headers,
          signal: options.signal,
          allowPrivate: config?.allowPrivate ?? false,
          redirect: "follow",
          maxBytes: MAX_BYTES,
          ...(body === null ? {} : { body }),
        });
      const limits = config?.limits;
      const { connection = "" } = call;
      const asked = limits === undefined || !deps.gates ? ask() : deps.gates.of({ environment, connection, limits })(ask, options.signal);
      const answer = await asked.catch((error: unknown) => Promise.reject(failureOf(error, call)));
      const read = await readAnswer(answer);
      // what a system echoes must not carry our credentials into the run's history
      const result = { status: answer.status, headers: scrub(shownHeaders(read.headers)), body: scrub<Json>(read.body) };
      options.note({ response: result });
      return result;
    },
  });
}

function opened(connection: OpenConnection): { config: HttpConfig; secrets: Record<string, string> } {
  if (connection.kind !== "http") {
    throw technical("configuration", "connection.kind", `Connection ${connection.name} is of kind ${connection.kind}; an HTTP step needs one of kind http.`, {
      fix: "Choose another connection in the step.",
      where: { connection: connection.key },
    });
  }
  const config = HttpConfig.safeParse(connection.config);
  if (!config.success)
    throw technical("configuration", "connection.config", `Connection ${connection.name} is not set up completely.`, {
      fix: "Open it under Connections and save it again.",
      where: { connection: connection.key },
    });
  return { config: config.data, secrets: connection.secrets };
}

function lowered(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A lost answer is a timeout to the engine: it may be asked again where the target knows our key, and is an unknown outcome where it does not. */
function failureOf(error: unknown, call: { connection?: string; method: string }): StepFailure {
  if (!(error instanceof GuardError)) throw error;
  const details = { ...(error.fix === undefined ? {} : { fix: error.fix }), where: call.connection === undefined ? {} : { connection: call.connection } };
  const isRead = call.method === "GET" || call.method === "HEAD";
  switch (error.code) {
    case "guard.address":
      return technical("configuration", "http.address", error.message, details);
    case "guard.refused":
      return technical("configuration", "http.host_refused", error.message, details);
    case "guard.certificate":
      return technical("configuration", "http.certificate", error.message, details);
    case "guard.unreachable":
      return technical("unavailable", "http.unreachable", error.message, { ...details, retryable: true });
    case "guard.aborted":
    case "guard.timeout":
      return error.sent
        ? technical("timeout", "http.timeout", error.message, { ...details, retryable: true })
        : technical("unavailable", "http.unreachable", error.message, { ...details, retryable: true });
    case "guard.lost":
      return technical("timeout", "http.answer_lost", error.message, { ...details, retryable: true });
    case "guard.too_large":
    case "guard.encoding":
    case "guard.redirects":
      // the other system did its work, only its answer cannot be used
      return isRead
        ? technical("configuration", "http.answer_unusable", error.message, details)
        : business("outcome-unknown", "http.answer_unusable", error.message, details);
    default: {
      const unknown: never = error.code;
      return unknown;
    }
  }
}
