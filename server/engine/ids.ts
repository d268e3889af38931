/** The one place where ids of history are made: UUIDv7, so that rows of the same time lie together and `run` and `step_run` find their partition. */
import { v7 } from "uuid";

/** Random bytes are asked for by the page: asking for sixteen at a time was a tenth of accepting a webhook. */
const PAGE = new Uint8Array(4_096);
const SIZE = 16;
let used = PAGE.length;

function random(): Uint8Array {
  if (used === PAGE.length) {
    crypto.getRandomValues(PAGE);
    used = 0;
  }
  used += SIZE;
  return PAGE.subarray(used - SIZE, used);
}

const last = { msecs: 0, seq: 0 };

/** Ids of one process ascend, also within a millisecond and when the clock is set back. */
export function newId(): string {
  const bytes = random();
  const now = Date.now();
  if (now > last.msecs) {
    last.msecs = now;
    // half of the room is left for those that follow within the millisecond
    last.seq = new DataView(bytes.buffer, bytes.byteOffset).getUint32(6) & 0x7f_ff_ff_ff;
  } else {
    last.seq = (last.seq + 1) >>> 0;
    if (last.seq === 0) last.msecs += 1;
  }
  return v7({ random: bytes, msecs: last.msecs, seq: last.seq });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(value: string): boolean {
  return UUID.test(value);
}
