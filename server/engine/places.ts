/** How many are let in at once; the others wait in the order in which they came. */
export type Places = {
  /** Gives the place back when called. Null: none became free within the time, and it is not waited for any more. */
  take: (patienceMs: number | null) => Promise<(() => void) | null>;
  waiting: () => number;
};

export function createPlaces(count: number): Places {
  let free = count;
  const waiting = new Set<() => void>();

  function give(): void {
    const [next] = waiting;
    if (next) next();
    else free += 1;
  }

  /** Whoever gives twice gives once. */
  function place(): () => void {
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      give();
    };
  }

  return {
    waiting: () => waiting.size,
    take: (patienceMs) => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(place());
      }
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const enter = () => {
          waiting.delete(enter);
          clearTimeout(timer);
          resolve(place());
        };
        waiting.add(enter);
        if (patienceMs === null) return;
        timer = setTimeout(() => {
          waiting.delete(enter);
          resolve(null);
        }, patienceMs);
      });
    },
  };
}
