/**
 * The one door for outgoing calls. It judges the address that a connection is really made to, not the name that was asked for: a name that
 * answers differently the second time (DNS rebinding) gains nothing, because the look-up that is judged is the one that is connected to.
 */
import { lookup } from "node:dns";
import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { Agent, buildConnector } from "undici";
import type { Dispatcher } from "undici";
import { judgeAddress } from "./address.ts";
import { readBody } from "./body.ts";
import { GuardError, troubleOf } from "./guard-error.ts";

export type GuardInit = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
  /** lets this call reach loopback and private addresses: only ever from a connection that an administrator opened */
  allowPrivate?: boolean;
  /** ms for the whole call, answer included */
  timeoutMs?: number;
  /** bytes of the answer, unpacked */
  maxBytes?: number;
  /** follow: GET and HEAD only, each hop judged anew, credentials and allowPrivate left behind at another origin. Default manual: the 3xx is the answer */
  redirect?: "follow" | "manual";
};

export type Guard = {
  /** Any status is an answer, read whole. @throws GuardError, whose `sent` tells whether the other system may have got the request */
  fetch: (url: string | URL, init?: GuardInit) => Promise<Response>;
  /** For other protocols: the addresses that may be connected to. @throws GuardError when there are none */
  checkHost: (q: { host: string; allowPrivate?: boolean }) => Promise<LookupAddress[]>;
  close: () => Promise<void>;
};

export type Resolve = (host: string) => Promise<LookupAddress[]>;

export type GuardOptions = {
  /** in place of the system's look-up */
  resolve?: Resolve;
  /** ms to make a connection */
  connectMs?: number;
  timeoutMs?: number;
  maxBytes?: number;
};

const MAX_HOPS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** No body may come with these, and Response insists on that. */
const EMPTY = new Set([204, 205, 304]);

export function createGuard(options: GuardOptions = {}): Guard {
  const limits = { connectMs: options.connectMs ?? 10_000, timeoutMs: options.timeoutMs ?? 30_000, maxBytes: options.maxBytes ?? 8 * 1024 * 1024 };
  const resolve = options.resolve ?? systemLookup;
  // two pools: a connection that was opened for an administrator's private address is never reused by a call that may not go there
  const agents = {
    open: agentFor({ resolve, allowPrivate: true, connectMs: limits.connectMs }),
    strict: agentFor({ resolve, allowPrivate: false, connectMs: limits.connectMs }),
  };

  return {
    fetch: async (address, init = {}) => {
      let url = checkedUrl(address);
      let current = init;
      for (let hop = 0; ; hop += 1) {
        const answer = await send(current.allowPrivate ? agents.open : agents.strict, url, current, limits);
        const next = init.redirect === "follow" && REDIRECTS.has(answer.status) && isRead(current.method) ? answer.headers.get("location") : null;
        if (next === null) return answer;
        if (hop === MAX_HOPS)
          throw new GuardError({ code: "guard.redirects", sent: true, message: `${url.host} sent the call on more than ${MAX_HOPS} times.` });
        const target = checkedUrl(new URL(next, url));
        if (target.origin !== url.origin) current = forStrangers(current);
        url = target;
      }
    },
    checkHost: (q) => allowedAddresses({ resolve, host: bare(q.host), allowPrivate: q.allowPrivate ?? false }),
    close: async () => {
      await Promise.all([agents.open.close(), agents.strict.close()]);
    },
  };
}

/** @throws GuardError for anything but a plain http or https address */
export function checkedUrl(address: string | URL): URL {
  const url = typeof address === "string" ? URL.parse(address) : address;
  if (url === null) throw new GuardError({ code: "guard.address", sent: false, message: "The address is not a URL.", fix: "Write it as https://host/path." });
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new GuardError({
      code: "guard.address",
      sent: false,
      message: `Calls go out over http or https, not ${url.protocol.slice(0, 20)}`,
      fix: "Write the address as https://host/path.",
    });
  if (url.username !== "" || url.password !== "")
    throw new GuardError({
      code: "guard.address",
      sent: false,
      message: `The address of ${url.host} carries a user name or password, which would end up in histories and logs.`,
      fix: "Keep credentials in a connection.",
    });
  return url;
}

async function send(agent: Agent, url: URL, init: GuardInit, limits: { timeoutMs: number; maxBytes: number }): Promise<Response> {
  if (init.signal?.aborted) throw new GuardError({ code: "guard.aborted", sent: false, message: `The call to ${url.host} was broken off before it began.` });
  const timeoutMs = init.timeoutMs ?? limits.timeoutMs;
  const maxBytes = init.maxBytes ?? limits.maxBytes;
  const stop = new AbortController();
  const timer = setTimeout(
    () => stop.abort(new GuardError({ code: "guard.timeout", sent: true, message: `${url.host} did not answer within ${timeoutMs / 1000} s.` })),
    timeoutMs,
  );
  const onAbort = () => stop.abort(new GuardError({ code: "guard.aborted", sent: true, message: `The call to ${url.host} was broken off.` }));
  init.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: methodOf(init.method),
      headers: { "user-agent": "throughline", ...init.headers },
      body: init.body ?? null,
      signal: stop.signal,
      // the whole call has one limit, above
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const headers = headersOf(answer.headers);
    const body = await readBody({ answer: answer.body, encoding: headers.get("content-encoding"), maxBytes, host: url.host });
    if (headers.has("content-encoding")) headers.delete("content-length");
    headers.delete("content-encoding");
    const hasBody = !EMPTY.has(answer.statusCode) && init.method?.toUpperCase() !== "HEAD";
    return new Response(hasBody ? body : null, { status: answer.statusCode, headers });
  } catch (error) {
    throw troubleOf(error, url.host, stop.signal);
  } finally {
    clearTimeout(timer);
    init.signal?.removeEventListener("abort", onAbort);
  }
}

function agentFor(q: { resolve: Resolve; allowPrivate: boolean; connectMs: number }): Agent {
  const connect = buildConnector({
    timeout: q.connectMs,
    // sockets ask this instead of the system: what it answers is all that they can connect to
    lookup: (host, wanted, answer) => {
      allowedAddresses({ resolve: q.resolve, host, allowPrivate: q.allowPrivate }).then(
        (addresses) => {
          const [first] = addresses;
          if (wanted.all || first === undefined) answer(null, addresses);
          else answer(null, first.address, first.family);
        },
        (error: Error) => answer(error, ""),
      );
    },
  });
  return new Agent({
    // an answer-less close of an idle connection would look like a lost call: let go of idle connections before others do
    keepAliveTimeout: 1_500,
    keepAliveMaxTimeout: 20_000,
    connect: (options, callback) => {
      const host = bare(options.hostname);
      // an address is connected to without a look-up, so it is judged here
      const judged = isIP(host) === 0 ? null : judgeAddress(host, q.allowPrivate);
      if (judged?.allowed === false) return callback(refusedHost(host, host, judged), null);
      connect({ ...options, hostname: host }, (error, socket) => {
        if (error !== null) return callback(GuardError.unreachable(error, host), null);
        callback(null, socket);
      });
    },
  });
}

async function allowedAddresses(q: { resolve: Resolve; host: string; allowPrivate: boolean }): Promise<LookupAddress[]> {
  const family = isIP(q.host);
  const found =
    family === 0 ? await q.resolve(q.host).catch((error: Error) => Promise.reject(GuardError.unreachable(error, q.host))) : [{ address: q.host, family }];
  const allowed = found.filter((each) => judgeAddress(each.address, q.allowPrivate).allowed);
  const [first] = found;
  if (allowed.length > 0 || first === undefined) return allowed.length > 0 ? allowed : Promise.reject(GuardError.unreachable(new Error("no address"), q.host));
  const judged = judgeAddress(first.address, q.allowPrivate);
  throw refusedHost(q.host, first.address, judged.allowed ? { why: "", couldBeAllowed: false } : judged);
}

function refusedHost(host: string, address: string, judged: { why: string; couldBeAllowed: boolean }): GuardError {
  const named = host === address ? host : `${host} (${address})`;
  return new GuardError({
    code: "guard.refused",
    sent: false,
    message: `${named} is ${judged.why}, which calls from here may not reach.`,
    fix: judged.couldBeAllowed
      ? "If that is meant, an administrator can allow private addresses on a connection to it."
      : "Use the public address of the system.",
  });
}

function systemLookup(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => lookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses))));
}

/** Headers that tell who we are stay with the system that they were meant for. */
function forStrangers(init: GuardInit): GuardInit {
  const kept = Object.entries(init.headers ?? {}).filter(([name]) => /^(accept|accept-language|user-agent)$/i.test(name));
  return { ...init, headers: Object.fromEntries(kept), allowPrivate: false };
}

function isRead(method: string | undefined): boolean {
  return method === undefined || /^(get|head)$/i.test(method);
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const satisfies Dispatcher.HttpMethod[];

function methodOf(method: string | undefined): Dispatcher.HttpMethod {
  const known = METHODS.find((each) => each === (method ?? "GET").toUpperCase());
  if (known === undefined) throw new GuardError({ code: "guard.address", sent: false, message: `${method} is not a method that calls can use.` });
  return known;
}

function headersOf(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, one);
  }
  return headers;
}

/** [::1] in a URL is the address ::1. */
function bare(host: string): string {
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}
