/** The one place where ids of history are made: UUIDv7, so that rows of the same time lie together and `run` and `step_run` find their partition. */
import { v7 } from "uuid";

export function newId(): string {
  return v7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(value: string): boolean {
  return UUID.test(value);
}
