/** Intentions of at-most-once effects, declared before anything is sent. Those of one moment share a statement and a commit. */
import type { Pool } from "../db/pool.ts";
import { createBatcher } from "./batcher.ts";
import type { Batcher } from "./batcher.ts";
import { storable } from "./json.ts";
import { isConnectionTrouble } from "./patience.ts";
import { SQL } from "./statements.ts";

export type Intent = {
  effect_key: string;
  environment: string;
  flow_id: string;
  step_id: string;
  run_id: string;
  epoch: number;
  delivery: string;
  request_hash: string;
};

/** Whether it is declared by this call; false: the key is known already, or the run is somebody else's by now. */
export type Declare = Batcher<Intent, boolean>;

export function createDeclare(q: { pool: Pool; owner: () => string }): Declare {
  return createBatcher({
    maxItems: 100,
    lanes: 3,
    isShared: isConnectionTrouble,
    work: async (intents) => {
      const { rows } = await q.pool.query<{ effect_key: string }>({
        name: "engine-intent",
        text: SQL.intent,
        values: [storable(intents), q.owner(), intents.map((intent) => intent.run_id)],
      });
      const declared = new Set(rows.map((row) => row.effect_key));
      // of two with one key only the first may go on
      return intents.map((intent) => declared.delete(intent.effect_key));
    },
  });
}
