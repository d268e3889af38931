import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { pino } from "pino";
import { SMTPServer } from "smtp-server";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { OpenConnection } from "#server/deps.ts";
import { createGuard } from "#server/http/guard.ts";
import { createPracticeMail } from "#server/practice/mail.ts";
import { createMailPort } from "./port.ts";
import { testSmtp } from "./test-smtp.ts";

const PASSWORD = "letmein-4711-secret";
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function practice() {
  const mail = await createPracticeMail({ log: pino({ level: "silent" }) });
  open.push(mail.stop);
  return mail;
}

async function smtp(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({ disabledCommands: ["STARTTLS"], authOptional: true, logger: false, ...options });
  server.on("error", () => undefined);
  const socket = await new Promise<{ address: () => AddressInfo | string | null }>((resolve) => {
    const listening = server.listen(0, "127.0.0.1", () => resolve(listening));
  });
  open.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (socket.address() as AddressInfo).port;
}

/** A mail server that says what it is told to, line by line, and hangs up after the last. */
async function scripted(answers: string[]): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    const left = [...answers];
    const say = () => {
      const next = left.shift();
      if (next === undefined) socket.destroy();
      else socket.write(`${next}\r\n`);
    };
    say();
    let waiting = "";
    socket.on("data", (part) => {
      waiting += part.toString();
      // a message ends with a dot on its own line; everything else is one line
      if (left[0]?.startsWith("after-data") === true && !waiting.endsWith("\r\n.\r\n")) return;
      if (left[0]?.startsWith("after-data") === true) left.shift();
      waiting = "";
      say();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function connectionTo(port: number, over: { config?: Record<string, Json>; secrets?: Record<string, string> } = {}): OpenConnection {
  return {
    environment: "production",
    key: "mail",
    kind: "smtp",
    name: "Mail",
    config: { host: "127.0.0.1", port, secure: false, from: "Flows <flows@halvorsen.example>", allowPrivate: true, ...over.config },
    secrets: over.secrets ?? {},
  };
}

function portTo(connection: OpenConnection) {
  const guard = createGuard();
  open.push(guard.close);
  const notes: { request?: Json; response?: Json }[] = [];
  const port = createMailPort({ guard, connections: { get: async () => connection } })("production");
  const send = (over: Partial<Parameters<typeof port.send>[0]> = {}, signal: AbortSignal = AbortSignal.timeout(8_000)) =>
    port.send(
      {
        connection: "mail",
        to: ["elin.moberg@halvorsen.example"],
        subject: "Projekt gestartet: Ostermann & Söhne",
        text: "Hallo Elin,\n\n.ein Punkt am Anfang\nPreis: 148.500 €",
        messageId: "effect/key/1",
        ...over,
      },
      { signal, note: (each) => notes.push(each) },
    );
  return { send, notes };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof StepFailure)) throw error;
  return error.failure;
}

describe("the mail port and the practice mailbox", () => {
  test("a message arrives as it was written, in any alphabet", async () => {
    const mail = await practice();
    const { send, notes } = portTo(connectionTo(mail.port));
    const { messageId } = await send({ to: ["elin.moberg@halvorsen.example", "david.okafor@halvorsen.example"] });
    expect(mail.messages()).toMatchObject([
      {
        from: "flows@halvorsen.example",
        to: ["elin.moberg@halvorsen.example", "david.okafor@halvorsen.example"],
        subject: "Projekt gestartet: Ostermann & Söhne",
        text: "Hallo Elin,\n\n.ein Punkt am Anfang\nPreis: 148.500 €",
      },
    ]);
    expect(notes[0]?.request).toMatchObject({ messageId, subject: "Projekt gestartet: Ostermann & Söhne" });
  });

  test.each(["plain", "ünïcödé ".repeat(60), "日本語の件名です".repeat(12), `long ${"word ".repeat(200)}`, "=?trick?= =20"])(
    "the subject and text %s survive the journey",
    async (text) => {
      const mail = await practice();
      await portTo(connectionTo(mail.port)).send({ subject: text.trim(), text: text.trim() });
      expect(mail.messages()[0]).toMatchObject({ subject: text.trim(), text: text.trim() });
    },
  );

  test("the same effect has the same message id, another one another", async () => {
    const mail = await practice();
    const { send } = portTo(connectionTo(mail.port));
    const [first, again, other] = [await send(), await send(), await send({ messageId: "effect/key/2" })];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first.messageId).toMatch(/^<[a-z2-7]+@halvorsen\.example>$/);
  });

  test("text of a flow cannot make this machine read its files", async () => {
    const mail = await practice();
    await portTo(connectionTo(mail.port)).send({ text: "file:///etc/passwd" });
    expect(mail.messages()[0]?.text).toBe("file:///etc/passwd");
  });

  test("a login is used, and its password is shown nowhere", async () => {
    const logins: string[] = [];
    const port = await smtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => {
        logins.push(`${auth.username}:${auth.password}`);
        if (auth.password === PASSWORD) done(null, { user: "bot" });
        else done(new Error("no such user"));
      },
      onData: (stream, _session, done) => stream.resume().on("end", () => done()),
    });
    const good = portTo(connectionTo(port, { config: { login: "bot" }, secrets: { password: PASSWORD } }));
    await good.send();
    expect(logins).toEqual([`bot:${PASSWORD}`]);
    expect(JSON.stringify(good.notes)).not.toContain(PASSWORD);
    const bad = await failureOf(portTo(connectionTo(port, { config: { login: "bot" }, secrets: { password: "wrong-password" } })).send());
    expect(bad).toMatchObject({ class: "technical", kind: "authentication", code: "smtp.authentication", retryable: false });
    expect(JSON.stringify(bad)).not.toContain("wrong-password");
  });

  test("nobody listening is unavailable and may be tried again", async () => {
    const mail = await practice();
    await open.pop()?.();
    expect(await failureOf(portTo(connectionTo(mail.port)).send())).toMatchObject({
      class: "technical",
      kind: "unavailable",
      code: "smtp.unreachable",
      retryable: true,
    });
  });

  test("a private host is refused to a connection that was not opened", async () => {
    const mail = await practice();
    expect(await failureOf(portTo(connectionTo(mail.port, { config: { allowPrivate: false } })).send())).toMatchObject({
      kind: "configuration",
      code: "smtp.host_refused",
    });
    expect(mail.messages()).toHaveLength(0);
  });

  test("a recipient that the server does not know is a business failure", async () => {
    const port = await smtp({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no such mailbox"), { responseCode: 550 })) });
    const failure = await failureOf(portTo(connectionTo(port)).send());
    expect(failure).toMatchObject({ class: "business", kind: "invalid-data", code: "smtp.refused", retryable: false });
    expect(failure.message).toContain("no such mailbox");
  });

  test("a server that is busy is asked again later: it did not take the message", async () => {
    const port = await smtp({
      onData: (stream, _session, done) => stream.resume().on("end", () => done(Object.assign(new Error("try later"), { responseCode: 451 }))),
    });
    expect(await failureOf(portTo(connectionTo(port)).send())).toMatchObject({
      class: "technical",
      kind: "unavailable",
      code: "smtp.deferred",
      retryable: true,
    });
  });

  test("a server that hangs up before the message got nothing", async () => {
    expect(await failureOf(portTo(connectionTo(await scripted(["220 hello"]))).send())).toMatchObject({
      kind: "unavailable",
      code: "smtp.unreachable",
      retryable: true,
    });
  });

  test("a server that hangs up after the message may have delivered it", async () => {
    const port = await scripted(["220 hello", "250 hello", "250 sender", "250 recipient", "354 go on", "after-data"]);
    expect(await failureOf(portTo(connectionTo(port)).send())).toMatchObject({ class: "technical", kind: "timeout", code: "smtp.answer_lost" });
  });

  test("a cancelled run stops a message that is under way", async () => {
    const stop = new AbortController();
    const port = await smtp({ onData: () => stop.abort() });
    expect(await failureOf(portTo(connectionTo(port)).send({}, stop.signal))).toMatchObject({ code: "smtp.answer_lost" });
  });
});

describe("testing an smtp connection", () => {
  const tester = () => {
    const guard = createGuard();
    open.push(guard.close);
    return testSmtp({ guard });
  };

  test("a server that greets passes, and gets no message", async () => {
    const mail = await practice();
    expect(await tester()(connectionTo(mail.port))).toMatchObject({ ok: true, checks: [{ name: "Reachable", ok: true }] });
    expect(mail.messages()).toHaveLength(0);
  });

  test("a wrong password is told, without the password", async () => {
    const port = await smtp({ authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error("denied")) });
    const result = await tester()(connectionTo(port, { config: { login: "bot" }, secrets: { password: PASSWORD } }));
    expect(result).toMatchObject({
      ok: false,
      checks: [
        { name: "Reachable", ok: true },
        { name: "Login", ok: false },
      ],
    });
    expect(JSON.stringify(result)).not.toContain(PASSWORD);
  });

  test("a host that cannot be reached and one that may not be reached are told", async () => {
    const mail = await practice();
    await open.pop()?.();
    expect(await tester()(connectionTo(mail.port))).toMatchObject({ ok: false, checks: [{ name: "Reachable", ok: false }] });
    expect(await tester()(connectionTo(mail.port, { config: { allowPrivate: false } }))).toMatchObject({ ok: false });
  });
});
