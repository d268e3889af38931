/** The built-in mailbox: an SMTP server on loopback that takes everything and keeps the latest messages in memory. Nothing ever leaves the machine. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import type { PracticeMail } from "#server/deps.ts";
import type { Log } from "#server/log.ts";
import { readMessage } from "./message.ts";

const KEPT = 500;
const LARGEST = 1024 * 1024;

export async function createPracticeMail(deps: { log: Log }): Promise<PracticeMail> {
  const kept: ReturnType<PracticeMail["messages"]> = [];
  const server = new SMTPServer({
    name: "practice-mail",
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    size: LARGEST,
    maxClients: 50,
    logger: false,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("error", done);
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error("The message is larger than the practice mailbox takes."), { responseCode: 552 }));
        const { subject, text } = readMessage(Buffer.concat(parts));
        const { mailFrom, rcptTo } = session.envelope;
        kept.push({ at: new Date().toISOString(), from: mailFrom === false ? "" : mailFrom.address, to: rcptTo.map((each) => each.address), subject, text });
        if (kept.length > KEPT) kept.shift();
        done();
      });
    },
  });
  // a client that hangs up in the middle is no reason to stop
  server.on("error", (error) => deps.log.debug({ error: error.message }, "the practice mailbox lost a client"));
  const port = await listening(server);
  return {
    port,
    messages: () => [...kept],
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listening(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const socket = server.listen(0, "127.0.0.1", () => {
      const address: AddressInfo | string | null = socket.address();
      if (address === null || typeof address === "string") return reject(new Error("The practice mailbox has no port."));
      resolve(address.port);
    });
  });
}
