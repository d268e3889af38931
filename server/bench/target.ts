/** The other system: answers at once, counts, and remembers when each order came. A process of its own, so that it takes nothing from what is measured. */
import { serve } from "./serving.ts";

let calls = 0;
let arrived: Record<string, number> = {};

serve((request, response) => {
  if (request.url === "/count") return void response.end(String(calls));
  if (request.url === "/arrived") {
    response.end(JSON.stringify(arrived));
    arrived = {};
    return;
  }
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.once("end", () => {
    calls += 1;
    // of the orders whose latency is measured: the first ones of a round
    const order = /"order":"(timed-[^"]*)"/.exec(Buffer.concat(parts).toString())?.[1];
    if (order !== undefined) arrived[order] = performance.timeOrigin + performance.now();
    response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  });
});
