/** How many calls of this process are under way at one Odoo, and how fast they follow each other. First come, first served. */

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function createGate({ concurrent, perSecond }: { concurrent: number; perSecond: number | null }): Gate {
  let busy = 0;
  let nextAt = 0;
  const waiting: (() => void)[] = [];

  const enter = async () => {
    if (busy >= concurrent) await new Promise<void>((go) => waiting.push(go));
    else busy += 1;
  };
  // the place goes straight to whoever waits longest
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  };
  const pace = async () => {
    if (perSecond === null) return;
    const now = performance.now();
    const at = Math.max(now, nextAt);
    nextAt = at + 1000 / perSecond;
    if (at > now) await new Promise((go) => setTimeout(go, at - now));
  };

  return async (work) => {
    await enter();
    try {
      await pace();
      return await work();
    } finally {
      leave();
    }
  };
}
