/** Stands between us and another server and counts the connections that are open at the same time. */
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";

export type Relay = { url: string; most: () => number; forget: () => void; close: () => Promise<void> };

export async function openRelay(url: string): Promise<Relay> {
  const { hostname, port, protocol } = new URL(url);
  if (protocol !== "http:") throw new Error(`Only an Odoo at an http address is measured, and ${url} is none.`);
  const open = new Set<Socket>();
  let most = 0;
  const server = createServer((inner) => {
    open.add(inner);
    most = Math.max(most, open.size);
    const outer = connect(Number(port || 80), hostname);
    inner.pipe(outer).pipe(inner);
    const end = () => {
      open.delete(inner);
      inner.destroy();
      outer.destroy();
    };
    // one that either side has ended carries no call any more, though it takes a moment to be gone
    for (const side of [inner, outer]) side.on("end", () => open.delete(inner));
    inner.on("close", end).on("error", end);
    outer.on("close", end).on("error", end);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The relay has no address.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    most: () => most,
    forget: () => {
      most = open.size;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
