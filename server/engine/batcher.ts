/**
 * Group commit: what arrives while a batch is under way goes out together with the next one. A lone item leaves at once. A batch that fails
 * is done again item by item, so that one bad item harms only its sender.
 *
 * One batch at a time: with three side by side, batches were half as big and a run cost a twentieth more of the processor. Only one that takes
 * long (a row that somebody holds, a connection that was lost) is overtaken.
 */
export type Batcher<Item, Result> = (item: Item) => Promise<Result>;

const OVERTAKE_MS = 25;

type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };

export function createBatcher<Item, Result>(q: {
  /** results in the order of items */
  work: (items: Item[]) => Promise<Result[]>;
  maxItems: number;
  /** batches under way at the same time where the first of them take long */
  lanes: number;
  /** ms after which a batch under way is overtaken; 0 where people wait for the answer and the database can work on two at once */
  overtakeMs?: number;
  /** an error that every item of the batch would meet again, such as a lost connection: no use in trying one by one */
  isShared?: (error: unknown) => boolean;
}): Batcher<Item, Result> {
  let queue: Waiting<Item, Result>[] = [];
  let busy = 0;
  let latest = 0;
  let scheduled = false;
  let overtaking: NodeJS.Timeout | undefined;

  function schedule(): void {
    if (scheduled || busy >= q.lanes || queue.length === 0) return;
    scheduled = true;
    const wait = busy === 0 ? 0 : (q.overtakeMs ?? OVERTAKE_MS) - (performance.now() - latest);
    if (wait > 0) {
      overtaking = setTimeout(leave, wait);
      return;
    }
    // what is received in the same turn of the event loop belongs together
    setImmediate(leave);
  }

  function leave(): void {
    scheduled = false;
    overtaking = undefined;
    if (busy >= q.lanes || queue.length === 0) return;
    const batch = queue.slice(0, q.maxItems);
    queue = queue.slice(q.maxItems);
    busy += 1;
    latest = performance.now();
    void run(batch).finally(() => {
      busy -= 1;
      if (overtaking !== undefined) {
        clearTimeout(overtaking);
        overtaking = undefined;
        scheduled = false;
      }
      schedule();
    });
    schedule();
  }

  async function run(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await q.work(batch.map((each) => each.item));
      batch.forEach((each, index) => {
        const result = results[index];
        if (index in results) each.resolve(result as Result);
        else each.reject(new Error("A batch answered fewer results than it had items."));
      });
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) return only.reject(error);
      if (q.isShared?.(error)) for (const each of batch) each.reject(error);
      else await Promise.all(batch.map((each) => run([each])));
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      schedule();
    });
}
