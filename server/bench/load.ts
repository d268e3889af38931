/** Callers: so many requests over so many connections, or so many per second, and how long each was waited for. */
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";

export type Load = {
  base: string;
  path: string;
  requests: number;
  connections: number;
  /** requests begin at this pace instead of one after the other */
  perSecond?: number;
  name?: string;
};

export type Called = {
  seconds: number;
  /** ms, in the order of answers */
  waits: number[];
  /** by the order's id, ms since the epoch */
  sent: Map<string, number>;
};

export async function call(q: Load): Promise<Called> {
  const door = new Pool(q.base, { connections: q.connections, pipelining: 1 });
  const waits: number[] = [];
  const sent = new Map<string, number>();
  const one = async (number: number) => {
    const id = `${q.name ?? "SO"}-${number}`;
    const order = {
      id,
      net: 100 + number,
      currency: "EUR",
      customer: { name: `Customer ${number}`, email: `Buyer.${number}@Example.com` },
      lines: [
        { sku: "A-1", quantity: 2 },
        { sku: "B-7", quantity: 1 },
      ],
    };
    const began = performance.now();
    if (q.name !== undefined) sent.set(id, performance.timeOrigin + began);
    const answer = await door.request({ path: q.path, method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(order) });
    const said = await answer.body.text();
    waits.push(performance.now() - began);
    if (answer.statusCode !== 202) throw new Error(`A request was answered with ${answer.statusCode}: ${said}`);
  };
  const started = performance.now();
  try {
    if (q.perSecond === undefined) {
      let next = 0;
      const caller = async () => {
        while (next < q.requests) {
          next += 1;
          await one(next);
        }
      };
      await Promise.all(Array.from({ length: q.connections }, caller));
    } else {
      const open: Promise<void>[] = [];
      for (let number = 1; number <= q.requests; number += 1) {
        const due = started + ((number - 1) * 1_000) / q.perSecond;
        const early = due - performance.now();
        if (early > 1) await sleep(early);
        open.push(one(number));
      }
      await Promise.all(open);
    }
    return { seconds: (performance.now() - started) / 1000, waits, sent };
  } finally {
    await door.close();
  }
}

const PATIENCE_MS = 120_000;

export async function until(look: () => Promise<boolean>, of: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`${of} did not come within two minutes.`);
    await sleep(5);
  }
}
