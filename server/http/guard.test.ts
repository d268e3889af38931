import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server as TcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GuardError } from "./guard-error.ts";
import { createGuard } from "./guard.ts";
import type { Guard, GuardOptions } from "./guard.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function guardWith(options: GuardOptions = {}): Guard {
  const guard = createGuard(options);
  open.push(guard.close);
  return guard;
}

async function serving(answer: RequestListener): Promise<{ url: string; port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

async function listening(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(async () => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function trouble(work: Promise<unknown>): Promise<GuardError> {
  const error = await work.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof GuardError)) throw error;
  return error;
}

const hello: RequestListener = (_request, response) => response.end("hello");

describe("the outgoing guard", () => {
  let internal: Awaited<ReturnType<typeof serving>>;
  beforeEach(async () => {
    internal = await serving(hello);
  });

  test.each([
    "127.0.0.1",
    "localhost",
    "[::1]",
    "2130706433",
    "0x7f.1",
    "127.1",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
    "localhost.",
    "169.254.169.254",
    "10.0.0.1",
  ])("http://%s is not called", async (host) => {
    const error = await trouble(guardWith().fetch(`http://${host}:${internal.port}/`));
    expect(error).toMatchObject({ sent: false });
    // an operating system may not know a spelling at all
    expect(["guard.refused", "guard.unreachable"]).toContain(error.code);
    expect(internal.seen).toHaveLength(0);
  });

  test("a name that leads to a private address is not called, and the refusal says what an administrator can do", async () => {
    const guard = guardWith({ resolve: async () => [{ address: "127.0.0.1", family: 4 }] });
    const error = await trouble(guard.fetch(`http://intranet.example:${internal.port}/`));
    expect(error.code).toBe("guard.refused");
    expect(error.message).toContain("intranet.example (127.0.0.1)");
    expect(error.fix).toContain("administrator");
    expect(internal.seen).toHaveLength(0);
  });

  test("a name that answers with a public address first and a private one afterwards gains nothing", async () => {
    const answers = ["203.0.114.1", "127.0.0.1"];
    let asked = 0;
    const guard = guardWith({
      connectMs: 300,
      resolve: async () => {
        const address = answers[Math.min(asked, answers.length - 1)] ?? "";
        asked += 1;
        return [{ address, family: 4 }];
      },
    });
    // the public one is never reached from here; what counts is that nobody asks again for the connection itself
    await trouble(guard.fetch(`http://rebind.example:${internal.port}/`, { timeoutMs: 600 }));
    expect(asked).toBe(1);
    expect((await trouble(guard.fetch(`http://rebind.example:${internal.port}/`))).code).toBe("guard.refused");
    expect(internal.seen).toHaveLength(0);
  });

  test("of several addresses only the allowed ones are connected to", async () => {
    const guard = guardWith({
      resolve: async () => [
        { address: "169.254.169.254", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ],
    });
    const answer = await guard.fetch(`http://mixed.example:${internal.port}/`, { allowPrivate: true });
    expect(await answer.text()).toBe("hello");
  });

  test("an administrator's connection reaches private addresses, and lends that to nobody else", async () => {
    const guard = guardWith();
    const answer = await guard.fetch(internal.url, { allowPrivate: true });
    expect(await answer.text()).toBe("hello");
    // the connection to it is still open, and must not be reused
    expect((await trouble(guard.fetch(internal.url))).code).toBe("guard.refused");
    expect(internal.seen).toHaveLength(1);
  });

  test.each(["ftp://example.com/x", "file:///etc/passwd", "gopher://example.com", "data:text/plain,x", "not a url"])(
    "%s is no address for a call",
    async (url) => {
      expect(await trouble(guardWith().fetch(url))).toMatchObject({ code: "guard.address", sent: false });
    },
  );

  test("credentials in an address are refused and not repeated", async () => {
    const error = await trouble(guardWith().fetch("https://bot:hunter2secret@example.com/"));
    expect(error.code).toBe("guard.address");
    expect(JSON.stringify([error.message, error.fix])).not.toContain("hunter2secret");
  });

  test("a redirect is an answer, unless it may be followed", async () => {
    const from = await serving((_request, response) => response.writeHead(302, { location: internal.url }).end());
    const answer = await guardWith().fetch(from.url, { allowPrivate: true });
    expect(answer.status).toBe(302);
    expect(internal.seen).toHaveLength(0);
  });

  test("a redirect to another origin is judged anew: it takes neither the permission nor the credentials along", async () => {
    const from = await serving((_request, response) => response.writeHead(302, { location: `${internal.url}/admin` }).end());
    const error = await trouble(guardWith().fetch(from.url, { allowPrivate: true, redirect: "follow", headers: { authorization: "Bearer secret" } }));
    expect(error.code).toBe("guard.refused");
    expect(internal.seen).toHaveLength(0);
  });

  test("a redirect within the origin is followed", async () => {
    const from = await serving((request, response) =>
      request.url === "/old" ? response.writeHead(301, { location: "/new" }).end() : response.end(`at ${request.url}`),
    );
    const answer = await guardWith().fetch(`${from.url}/old`, { allowPrivate: true, redirect: "follow" });
    expect(await answer.text()).toBe("at /new");
  });

  test("a redirect to another kind of address is refused", async () => {
    const from = await serving((_request, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end());
    expect((await trouble(guardWith().fetch(from.url, { allowPrivate: true, redirect: "follow" }))).code).toBe("guard.address");
  });

  test("redirects that never end are given up", async () => {
    const from = await serving((_request, response) => response.writeHead(302, { location: "/again" }).end());
    expect((await trouble(guardWith().fetch(from.url, { allowPrivate: true, redirect: "follow" }))).code).toBe("guard.redirects");
  });

  test("a redirect of a POST is never followed", async () => {
    const from = await serving((_request, response) => response.writeHead(307, { location: "/elsewhere" }).end());
    const answer = await guardWith().fetch(from.url, { method: "POST", body: "x", allowPrivate: true, redirect: "follow" });
    expect(answer.status).toBe(307);
    expect(from.seen).toHaveLength(1);
  });

  test("an answer that is too large is cut off", async () => {
    let written = 0;
    const from = await serving((_request, response) => {
      const more = () => {
        while (!response.destroyed && written < 200_000_000) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return;
        }
      };
      response.on("drain", more);
      more();
    });
    expect(await trouble(guardWith().fetch(from.url, { allowPrivate: true, maxBytes: 100_000 }))).toMatchObject({ code: "guard.too_large", sent: true });
    expect(written).toBeLessThan(50_000_000);
  });

  test("a small answer that unpacks to a large one is cut off as well", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const from = await serving((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    expect((await trouble(guardWith().fetch(from.url, { allowPrivate: true, maxBytes: 1_000_000 }))).code).toBe("guard.too_large");
  });

  test("a packed answer comes unpacked", async () => {
    const from = await serving((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed")));
    const answer = await guardWith().fetch(from.url, { allowPrivate: true });
    expect([await answer.text(), answer.headers.get("content-encoding")]).toEqual(["packed", null]);
  });

  test("silence ends with a timeout that says that the request may have arrived", async () => {
    const from = await serving(() => undefined);
    expect(await trouble(guardWith().fetch(from.url, { allowPrivate: true, timeoutMs: 100 }))).toMatchObject({ code: "guard.timeout", sent: true });
  });

  test("an answer that trickles does not outlive the limit", async () => {
    const from = await serving((_request, response) => {
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    expect((await trouble(guardWith().fetch(from.url, { allowPrivate: true, timeoutMs: 150 }))).code).toBe("guard.timeout");
  });

  test("a port where nobody listens means that nothing was sent", async () => {
    const closed = createTcpServer();
    const port = await listening(closed);
    await new Promise((resolve) => closed.close(resolve));
    open.pop();
    expect(await trouble(guardWith().fetch(`http://127.0.0.1:${port}/`, { allowPrivate: true }))).toMatchObject({ code: "guard.unreachable", sent: false });
  });

  test.each(["DEPTH_ZERO_SELF_SIGNED_CERT", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"])(
    "%s is told as a matter of certificates, and nothing was sent",
    (code) => {
      expect(GuardError.unreachable(Object.assign(new Error("no"), { code }), "api.example.com")).toMatchObject({ code: "guard.certificate", sent: false });
    },
  );

  test("a port that does not speak TLS is told as that", async () => {
    const error = await trouble(guardWith().fetch(`https://127.0.0.1:${internal.port}/`, { allowPrivate: true }));
    expect(error).toMatchObject({ code: "guard.unreachable", sent: false });
    expect(error.message).toContain("TLS");
  });

  test("a connection that breaks after the request means that it may have arrived", async () => {
    const from = await serving((request) => request.socket.destroy());
    expect(await trouble(guardWith().fetch(from.url, { method: "POST", body: "x", allowPrivate: true }))).toMatchObject({ code: "guard.lost", sent: true });
  });

  test("an answer that ends early is lost, not short", async () => {
    const from = await serving((_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.socket?.destroy());
    });
    expect((await trouble(guardWith().fetch(from.url, { allowPrivate: true }))).code).toBe("guard.lost");
  });

  test("a caller can break a call off, before and during it", async () => {
    const from = await serving(() => stop.abort());
    const stop = new AbortController();
    expect(await trouble(guardWith().fetch(from.url, { allowPrivate: true, signal: stop.signal }))).toMatchObject({ code: "guard.aborted", sent: true });
    expect(await trouble(guardWith().fetch(from.url, { allowPrivate: true, signal: stop.signal }))).toMatchObject({ code: "guard.aborted", sent: false });
    expect(from.seen).toHaveLength(1);
  });

  test("a header that would smuggle another one is refused before anything is sent", async () => {
    expect(await trouble(guardWith().fetch(internal.url, { allowPrivate: true, headers: { "x-a": "1\r\nx-b: 2" } }))).toMatchObject({
      code: "guard.address",
      sent: false,
    });
    expect(internal.seen).toHaveLength(0);
  });

  test("answers without a body are answers", async () => {
    const from = await serving((_request, response) => response.writeHead(204).end());
    expect((await guardWith().fetch(from.url, { method: "DELETE", allowPrivate: true })).status).toBe(204);
  });

  test("hosts of other protocols are judged alike", async () => {
    const guard = guardWith();
    expect((await trouble(guard.checkHost({ host: "127.0.0.1" }))).code).toBe("guard.refused");
    expect((await trouble(guard.checkHost({ host: "[::1]" }))).code).toBe("guard.refused");
    expect(await guard.checkHost({ host: "127.0.0.1", allowPrivate: true })).toEqual([{ address: "127.0.0.1", family: 4 }]);
    const unknown = guardWith({ resolve: async () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })) });
    expect((await trouble(unknown.checkHost({ host: "nowhere.example" }))).code).toBe("guard.unreachable");
  });
});
