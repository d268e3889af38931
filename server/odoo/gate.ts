/** How many calls of this process are under way at one Odoo that has no limit of its own. First come, first served. */

type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function createGate({ concurrent }: { concurrent: number }): Gate {
  let busy = 0;
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

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
