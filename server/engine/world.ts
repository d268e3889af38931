/** What advancing a run needs of its worker. */
import type { Gates, PortsFor } from "../deps.ts";
import type { Breakers } from "./breaker.ts";
import type { Record } from "./checkpoint.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import type { CallSubflow } from "./subflow.ts";
import type { Declare } from "./intent.ts";
import type { NoteWrites } from "./own-writes.ts";
import type { Engine } from "../deps.ts";

export type World = {
  deps: EngineDeps;
  limits: EngineLimits;
  portsFor: PortsFor;
  publishEvent: Engine["publishEvent"];
  callSubflow: CallSubflow;
  /** ends a run that nobody waits for any more */
  abandon: (runId: string) => Promise<void>;
  record: Record;
  declare: Declare;
  noteWrites: NoteWrites;
  breakers: Breakers;
  gates: Gates;
  /** the worker's id: who holds leases */
  owner: () => string;
  /** the worker is about to stop: let go at the next boundary */
  isDraining: () => boolean;
  /** called back when somebody cancels this run; returns how to stop listening */
  onCancel: (runId: string, abort: () => void) => () => void;
};
