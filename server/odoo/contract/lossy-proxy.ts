import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Passes everything on, and once, when told, breaks the connection off after the other side has answered. JSON-RPC names the method in its body. */
export function createLossyProxy() {
  let target = "";
  let losing: string | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !["host", "connection", "content-length"].includes(name)));
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? "GET",
        headers: headers as Record<string, string>,
        ...(chunks.length ? { body: Buffer.concat(chunks) } : {}),
      });
      const body = await answer.text();
      if (losing !== null && (request.url?.endsWith(losing) || chunks.some((chunk) => chunk.includes(`"${losing?.slice(1)}"`)))) {
        losing = null;
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" }).end(body);
    });
  });
  return {
    open: async (url: string) => {
      target = url.replace(/\/+$/, "");
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    /** @param path end of the path whose next answer is lost */
    loseNext: (path: string) => {
      losing = path;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
