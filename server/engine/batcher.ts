/**
 * Group commit: what arrives while a batch is under way goes out together with the next one. Nothing is held back to make batches
 * bigger: a lone item leaves at once. A batch that fails is done again item by item, so that one bad item harms only its sender.
 */
export type Batcher<Item, Result> = (item: Item) => Promise<Result>;

type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };

export function createBatcher<Item, Result>(q: {
  /** results in the order of items */
  work: (items: Item[]) => Promise<Result[]>;
  maxItems: number;
  /** batches under way at the same time */
  lanes: number;
  /** an error that every item of the batch would meet again, such as a lost connection: no use in trying one by one */
  isShared?: (error: unknown) => boolean;
}): Batcher<Item, Result> {
  let queue: Waiting<Item, Result>[] = [];
  let busy = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || busy >= q.lanes || queue.length === 0) return;
    scheduled = true;
    // what is received in the same turn of the event loop belongs together
    setImmediate(() => {
      scheduled = false;
      if (busy >= q.lanes || queue.length === 0) return;
      const batch = queue.slice(0, q.maxItems);
      queue = queue.slice(q.maxItems);
      busy += 1;
      void run(batch).finally(() => {
        busy -= 1;
        schedule();
      });
      schedule();
    });
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
