/** The other system: answers at once and counts. A process of its own, so that it takes nothing from what is measured. */
import { createServer } from "node:http";

let calls = 0;
const server = createServer((request, response) => {
  if (request.url === "/count") {
    response.end(String(calls));
    return;
  }
  request.resume();
  request.once("end", () => {
    calls += 1;
    response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` });
});
