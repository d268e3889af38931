/** What the engine is given, and the limits that it keeps. */
import type { Announce, Clock, ConnectionSource, FindStep, Gates, PortsFor, RecordAudit, RegistrationSource, RuleSource, VersionSource } from "../deps.ts";
import type { Pool } from "../db/pool.ts";
import type { Log } from "../log.ts";
import type { Sensitive } from "../sensitive.ts";

export type EngineDeps = {
  pool: Pool;
  versions: VersionSource;
  registrations: RegistrationSource;
  rules: RuleSource;
  portsFor: PortsFor;
  /** variables of an environment, and secrets by name */
  connections: Pick<ConnectionSource, "variables">;
  findStep: FindStep;
  /** values that a flow calls sensitive */
  sensitive: Sensitive;
  clock: Clock;
  log: Log;
  /** key of this installation, from the table of that name */
  installation: string;
  announce: Announce;
  /** the same that the adapters of the outside world go through */
  gates: Gates;
  audit: RecordAudit;
  limits?: Partial<EngineLimits>;
};

export type EngineLimits = {
  /** how often a worker says that it lives */
  heartbeatMs: number;
  /** silence after which the others give a worker up; recovery takes this, one heartbeat and a moment */
  deadMs: number;
  /** how long one run may go on before others get their turn */
  sliceMs: number;
  /** a retry that comes sooner than this is waited for in place; a later one lets the run go */
  shortRetryMs: number;
  /** a step that takes longer shows as running */
  showAfterMs: number;
  stepTimeoutMs: number;
  reworkLimit: number;
  hopLimit: number;
  /** effects of one run that are under way at once */
  parallelEffects: number;
  /** bytes of JSON of a trigger */
  payloadBytes: number;
  /** bytes of JSON of one step's output */
  outputBytes: number;
  /** runs advanced at once per latency class, and jobs fetched ahead */
  concurrency: number;
  watchdogMs: number;
  /** how often old history is looked for */
  retentionMs: number;
  /** how often schedules are looked at */
  scheduleMs: number;
  /** how often bulk replays are looked at */
  bulkReplayMs: number;
  /** over which the calls of a connection are counted */
  breakerWindowMs: number;
  /** failures in the window without which a breaker never opens, and their share of all calls with which it does */
  breakerFailures: number;
  breakerRate: number;
  /** failures without a success between them with which it opens, too */
  breakerStreak: number;
  /** before the first probe, and the longest that doubling may make of it */
  breakerPauseMs: number;
  breakerLongestPauseMs: number;
  /** a probe that has not told anything by then is taken for lost */
  probeMs: number;
  /** parked runs that go on in the first second of a way back, and in every one at most */
  rampFrom: number;
  rampTo: number;
  /** how often parked runs are looked at */
  governMs: number;
};

export const LIMITS: EngineLimits = {
  heartbeatMs: 5_000,
  deadMs: 20_000,
  sliceMs: 10_000,
  shortRetryMs: 2_000,
  showAfterMs: 700,
  stepTimeoutMs: 30_000,
  reworkLimit: 20,
  hopLimit: 16,
  parallelEffects: 8,
  payloadBytes: 1_048_576,
  outputBytes: 4_194_304,
  concurrency: 20,
  watchdogMs: 30_000,
  retentionMs: 3_600_000,
  scheduleMs: 1_000,
  bulkReplayMs: 1_000,
  breakerWindowMs: 60_000,
  breakerFailures: 5,
  breakerRate: 0.5,
  breakerStreak: 10,
  breakerPauseMs: 10_000,
  breakerLongestPauseMs: 120_000,
  probeMs: 45_000,
  rampFrom: 5,
  rampTo: 100,
  governMs: 1_000,
};
