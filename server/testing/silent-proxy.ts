/**
 * Between a process and its database: can swallow the answer to a statement, and then the line is cut. The database has done its part; nobody
 * hears of it. Or the line is cut behind a statement that has not come to the database yet.
 */
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";

/** Brings the message to the database after all. Resolves when the database has done its part. */
export type LateMessage = { deliver: () => Promise<void> };

export type SilentProxy = {
  url: string;
  /** the next so many times that a message from the process holds this text, its answer is swallowed */
  swallow: (q: { text: string; times: number }) => void;
  swallowed: () => number;
  /** cuts the line behind the next message from the process that holds this text: the process is alone from then on, and the database is not told anything until it is */
  hangUp: (text: string) => Promise<LateMessage>;
  stop: () => Promise<void>;
};

export async function startSilentProxy(databaseUrl: string): Promise<SilentProxy> {
  const database = new URL(databaseUrl);
  let text = "";
  let left = 0;
  let done = 0;
  let hanging: { text: string; cut: (late: LateMessage) => void } | null = null;
  const open = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(Number(database.port), database.hostname);
    let isArmed = false;
    let isHungUp = false;
    const cut = () => {
      inside.destroy();
      if (!isHungUp) outside.destroy();
      open.delete(inside);
    };
    open.add(inside);
    for (const socket of [inside, outside]) socket.on("error", cut).on("close", cut);
    inside.on("data", (part) => {
      if (left > 0 && part.includes(text)) {
        left -= 1;
        isArmed = true;
      }
      if (hanging !== null && part.includes(hanging.text)) {
        isHungUp = true;
        const done = new Promise<void>((resolve) => outside.once("close", resolve));
        const deliver = () => {
          outside.end(part);
          return done;
        };
        hanging.cut({ deliver });
        hanging = null;
        open.add(outside);
        inside.destroy();
        return;
      }
      if (!isHungUp) outside.write(part);
    });
    outside.on("data", (part) => {
      if (isHungUp) return;
      if (!isArmed) return void inside.write(part);
      done += 1;
      cut();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" && address ? address.port : 0);
  return {
    url: url.href,
    swallow: (q) => {
      text = q.text;
      left = q.times;
    },
    swallowed: () => done,
    hangUp: (of) =>
      new Promise((resolve) => {
        hanging = { text: of, cut: resolve };
      }),
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
