/**
 * What `npm run bench` measures. The work: webhook → map six fields → branch → HTTP call to a local target, with full history, acknowledged
 * only when durable, counted when the call has arrived and the run is finished. Yardsticks run beside it, on the same PostgreSQL with its
 * commits on disk, in turns within one run.
 */
import { acceptRate, acknowledgement, latency } from "./door.ts";
import { retention, runList } from "./history.ts";
import type { Measure } from "./measures.ts";
import { createScene } from "./scene.ts";
import type { Benching, Scene } from "./scene.ts";
import { largeData } from "./large-data.ts";
import { memory } from "./memory.ts";
import { against, atMostOnce, mapSteps, writeAheadLog } from "./work.ts";

/** `isLong`: taken where it is asked for by its name */
type Group = { isLong?: true; names: string[]; take: (scene: Scene) => Promise<Measure[]> };

const GROUPS: Group[] = [
  { names: ["runs-vs-plain", "cpu-vs-plain"], take: against("plain", { rate: 1.5, cpu: 0.65 }) },
  { names: ["runs-vs-tuned", "cpu-vs-tuned"], take: against("tuned", { rate: 1, cpu: 1 }) },
  { names: ["runs-at-most-once"], take: atMostOnce },
  { names: ["accept-rate"], take: acceptRate },
  { names: ["ack-p99-half-rate", "ack-p99-burst"], take: acknowledgement },
  { names: ["latency-p50", "latency-p99"], take: latency },
  { names: ["map-step-cpu"], take: mapSteps },
  { names: ["wal-per-run", "wal-syncs-per-run"], take: writeAheadLog },
  { names: ["worker-memory-rest", "worker-memory-burst"], take: memory },
  { names: ["run-list", "run-list-search", "run-list-unfiltered"], take: runList },
  { names: ["retention-lock", "retention-slowest-writer"], take: retention },
  { isLong: true, names: ["large-data-memory", "large-data-rate"], take: largeData },
];

export async function measureAll(q: Benching): Promise<Measure[]> {
  const wanted = GROUPS.filter((group) => (q.only === null ? !group.isLong : group.names.includes(q.only)));
  if (wanted.length === 0) throw new Error(`There is no measure ${q.only}. There are: ${GROUPS.flatMap((group) => group.names).join(", ")}.`);
  const measures: Measure[] = [];
  for (const group of wanted) {
    q.say(group.names.join(", "));
    // processes of its own: what one measurement leaves behind must not weigh on the next
    const scene = createScene(q);
    try {
      const taken = await group.take(scene);
      measures.push(...taken.filter((measure) => q.only === null || measure.name === q.only));
    } finally {
      await scene.close();
    }
  }
  return measures;
}
