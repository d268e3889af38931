/** One conversation with a mail server, at an address that the guard allows. Phase by phase, because a failure means something else in each. */
import { isIP } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Guard } from "#server/http/guard.ts";
import type { SmtpConfig } from "./config.ts";
import { SmtpError } from "./smtp-error.ts";
import type { SmtpPhase } from "./smtp-error.ts";

export type MailSession = {
  /** @returns the addresses that the server did not take; @throws SmtpError when it took none */
  send: (q: { from: string; to: string[]; message: Buffer }) => Promise<{ rejected: string[]; response: string }>;
};

export type SessionOptions = { guard: Guard; config: SmtpConfig; password: string | undefined; signal?: AbortSignal };

const CONNECT_MS = 10_000;
const ANSWER_MS = 20_000;

/** @throws GuardError for a host that may not be reached, SmtpError for the server's troubles */
export async function withMailSession<T>(q: SessionOptions, work: (session: MailSession) => Promise<T>): Promise<T> {
  const addresses = await q.guard.checkHost({ host: q.config.host, allowPrivate: q.config.allowPrivate ?? false });
  const connection = await firstThatAnswers(
    q,
    addresses.map((each) => each.address),
  );
  try {
    const { login } = q.config;
    const { password } = q;
    if (login !== undefined && password !== undefined)
      await spoken(connection, "login", q.signal, (told) => connection.login({ user: login, pass: password }, (error) => told(error)));
    return await work({
      send: async ({ from, to, message }) => {
        const info = await spoken<Handover>(connection, "handover", q.signal, (told) =>
          connection.send({ from, to, size: message.length }, message, (error, taken) => told(error, taken)),
        );
        return { rejected: info?.rejected?.map(String) ?? [], response: info?.response ?? "" };
      },
    });
  } finally {
    connection.quit();
    connection.close();
  }
}

/** A name may have several addresses and only one of them a server behind it: localhost is ::1 and 127.0.0.1. */
async function firstThatAnswers(q: SessionOptions, addresses: string[]): Promise<SMTPConnection> {
  let last: unknown;
  for (const address of addresses) {
    const connection = new SMTPConnection({
      host: address,
      port: q.config.port,
      secure: q.config.secure,
      // a password never travels in the clear to another machine
      requireTLS: !q.config.secure && q.config.login !== undefined && q.config.allowPrivate !== true,
      name: "throughline",
      tls: isIP(q.config.host) === 0 ? { servername: q.config.host } : {},
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: ANSWER_MS,
    });
    try {
      await spoken(connection, "connect", q.signal, (told) => connection.connect((error) => told(error)));
      return connection;
    } catch (error) {
      connection.close();
      last = error;
    }
  }
  throw last;
}

type Handover = { rejected?: unknown[]; response?: string };
type Told<T> = (error: unknown, value?: T) => void;

/** nodemailer tells troubles by callback or by event, whichever it thinks of. A callback without error brings the value. */
function spoken<T>(connection: SMTPConnection, phase: SmtpPhase, signal: AbortSignal | undefined, act: (told: Told<T>) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const broken = () => {
      reject(new SmtpError(Object.assign(new Error("the call was broken off"), { code: "ABORTED" }), phase));
      connection.close();
    };
    if (signal?.aborted) return broken();
    signal?.addEventListener("abort", broken, { once: true });
    const settle: Told<T> = (error, value) => {
      signal?.removeEventListener("abort", broken);
      if (error) reject(new SmtpError(error, phase));
      else resolve(value);
    };
    // it stays: an error that nobody listens to would end the process
    connection.on("error", (error) => settle(error));
    act(settle);
  });
}
