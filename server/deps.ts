/**
 * What the rooms of the server ask of each other. Each type is implemented by one room and handed to the others as an argument;
 * server/main.ts does the wiring.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { KeptContracts } from "#flow/contract/named.ts";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import type { Failure } from "#flow/failure.ts";
import type { KeptRules } from "#flow/kept-rules.ts";
import type { Ports } from "#flow/ports.ts";
import type { AnyStep, EffectPreview } from "#flow/step.ts";
import type {
  Actor,
  ConnectionKind,
  ConnectionTrial,
  EnvironmentKey,
  LiveMessage,
  OdooNeed,
  OdooProbe,
  OdooRights,
  OneStep,
  Pins,
  PracticeFault,
  TestRunView,
} from "./app.ts";

/** Looks a step type up in the registry. */
export type FindStep = (type: string) => AnyStep | undefined;

/** ms since the epoch. */
export type Clock = { now: () => number };

/** Encrypts what must not be readable at rest (AES-256-GCM). Implemented in server/connections. */
export type Vault = { seal: (value: Json) => Uint8Array; open: (sealed: Uint8Array) => Json };

/** A connection as adapters need it, secrets opened. Cached; invalidated when it changes. */
export type OpenConnection = {
  environment: EnvironmentKey;
  key: string;
  kind: ConnectionKind;
  name: string;
  config: Record<string, Json>;
  secrets: Record<string, string>;
};

/** Implemented in server/connections. `get` throws StepFailure `connection.missing` when there is none. */
export type ConnectionSource = {
  get: (q: { environment: EnvironmentKey; key: string }) => Promise<OpenConnection>;
  secret: (q: { environment: EnvironmentKey; name: string }) => Promise<string | null>;
  variables: (environment: EnvironmentKey) => Promise<Record<string, Json>>;
};

/** Adapters of the outside world for one environment. Implemented in server/odoo, server/http, server/mail; `events` comes from the engine. */
export type PortsFor = (environment: EnvironmentKey) => Omit<Ports, "events" | "flows">;

/** @throws StepFailure where the signal is aborted before the call's turn: nothing was sent */
export type Gate = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

type CallLimits = { concurrent?: number | null | undefined; perSecond?: number | null | undefined };

/** Limits of connections, kept by all processes together. Implemented in server/engine/gate.ts. */
export type Gates = {
  of: (q: { environment: EnvironmentKey; connection: string; limits: CallLimits }) => Gate;
  /** how long a call that comes now would wait, ms; zero for a connection that this process has not asked */
  backlogMs: (q: { environment: EnvironmentKey; connection: string }) => number;
  /** how many more calls may well begin within the next second */
  spare: (q: { environment: EnvironmentKey; connection: string }) => number;
  close: () => void;
};

/** Asks the other system who we are and what we may; never throws for its troubles. */
export type ConnectionTester = (connection: OpenConnection) => Promise<ConnectionTrial>;

/** What is asked of an Odoo about a connection itself. Implemented in server/odoo/visit.ts. All but `probe` throw UseCaseError for its troubles. */
export type OdooVisit = {
  probe: (q: { address: string; allowPrivate: boolean }) => Promise<OdooProbe>;
  rights: (connection: OpenConnection, q: { models: string[]; needs: OdooNeed[] }) => Promise<OdooRights>;
  makeKey: (
    connection: OpenConnection,
    q: { name: string; expiresAt: string; password?: string },
  ) => Promise<{ kind: "made"; apiKey: string; name: string; expiresAt: string } | { kind: "password-needed"; why: string }>;
};

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The built-in Odoo for trying things out: a handler for /practice/odoo/* and its fault switch. */
export type PracticeOdoo = {
  handle: HttpHandler;
  fault: () => Promise<PracticeFault>;
  setFault: (fault: PracticeFault) => Promise<void>;
  apiKey: string;
  database: string;
  login: string;
};

/** The built-in mailbox: an SMTP server that keeps what it gets. */
export type PracticeMail = {
  port: number;
  messages: () => { at: string; from: string; to: string[]; subject: string; text: string }[];
  stop: () => Promise<void>;
};

/** An immutable version as the engine uses it. Implemented in server/flows, cached without limit of time. */
export type LoadedVersion = {
  id: string;
  flowId: string;
  flowKey: string;
  flowName: string;
  number: number;
  document: FlowDocument;
  /** of the contracts that its steps name, as they were when it was published */
  contracts: KeptContracts;
};
/** The ownership rules that runs of a version keep to in an environment. Implemented in server/flows. */
export type RuleSource = {
  standing: (q: { version: Pick<LoadedVersion, "id" | "flowId" | "flowKey">; environment: EnvironmentKey; isFresh?: boolean }) => Promise<KeptRules>;
};
export type VersionSource = { get: (versionId: string) => Promise<LoadedVersion> };

/** A deployed trigger with its version; cached, invalidated on deployment through LIVE_CHANNEL. */
export type LoadedRegistration = {
  id: string;
  environment: EnvironmentKey;
  flowId: string;
  stepId: string;
  type: string;
  token: string;
  topic: string | null;
  version: LoadedVersion;
};
export type RegistrationSource = {
  byToken: (q: { environment: EnvironmentKey; token: string }) => Promise<LoadedRegistration | null>;
  byFlow: (q: { environment: EnvironmentKey; flowKey: string; type: string }) => Promise<LoadedRegistration | null>;
  /** of all flows */
  byType: (q: { environment: EnvironmentKey; type: string }) => Promise<LoadedRegistration[]>;
  byTopic: (q: { environment: EnvironmentKey; topic: string }) => Promise<LoadedRegistration[]>;
};

export type Arrival = {
  registration: LoadedRegistration;
  /** what `trigger` is in expressions */
  trigger: { [key: string]: Json };
  /** identity of what happened; null makes it unique */
  originKey: string | null;
  correlationId?: string;
  hop?: number;
  /** why it is recorded and not executed */
  declined?: string;
  /** nobody waits for an answer: where it cannot be accepted, it becomes a run that has failed */
  isUnattended?: boolean;
  /** the run that waits for this one */
  parent?: { run: string; step: string };
};

/** What has to be written together with what was done, or neither is: in its transaction. */
type Also<Done> = (done: Done, transaction: Transaction) => Promise<void>;

/** The engine, as other rooms use it. Implemented in server/engine; the only writer of engine tables. */
export type Engine = {
  /**
   * Durable when it resolves; concurrent calls share a commit. Throws StepFailure (business) for an arrival that cannot be accepted.
   * With `also` a new run has a transaction of its own.
   */
  accept: (arrival: Arrival, also?: Also<{ runId: string }>) => Promise<{ runId: string; duplicate: boolean }>;
  /** Accepts in the caller's transaction what nobody waits at the door for: durable, and known to the queue, when that commits. */
  acceptIn: (arrivals: Arrival[], transaction: Transaction) => Promise<{ runId: string; duplicate: boolean }[]>;
  /** Records the outcome of what a step waits for, in the given transaction or its own; takes effect after `delayMs`. */
  resume: (
    q: { runId: string; stepId: string; visit: number; port: string; output: Json; delayMs: number },
    transaction?: Transaction,
  ) => Promise<{ resumeId: string; effectiveAt: string }>;
  /** Takes a resume back before a run consumed it; false when it was too late. */
  withdraw: (q: { resumeId?: string; runId: string; stepId: string; visit: number }, transaction?: Transaction) => Promise<boolean>;
  cancel: (q: { actor: Actor; runId: string; reason: string }, also?: Also<void>) => Promise<void>;
  replay: (
    q: {
      actor: Actor;
      runId: string;
      from?: string;
      version?: number;
      triggerBody?: Json;
      input?: Json;
      asNewEvent?: boolean;
    },
    also?: Also<{ runId: string }>,
  ) => Promise<{ runId: string }>;
  replayPreview: (q: {
    runId: string;
    from?: string;
    version?: number;
    triggerBody?: Json;
    input?: Json;
    asNewEvent?: boolean;
  }) => Promise<import("./app.ts").ReplayPreview>;
  settleOutcome: (
    q: { actor: Actor; runId: string; step: string; decision: "mark-done" | "send-again"; output?: Json },
    also?: Also<{ runId: string }>,
  ) => Promise<{ runId: string }>;
  decideDeleted: (
    q: { actor: Actor; runId: string; step: string; decision: "recreate" | "skip" },
    also?: Also<{ runId: string }>,
  ) => Promise<{ runId: string }>;
  backtest: (q: {
    flowId: string;
    environment: EnvironmentKey;
    document: FlowDocument;
    contracts: KeptContracts;
    ownership: KeptRules;
    last: number;
  }) => Promise<import("./app.ts").BacktestReport>;
  publishEvent: (q: {
    environment: EnvironmentKey;
    id: string;
    topic: string;
    key?: string;
    payload: Json;
    correlationId: string;
    hop: number;
    runId: string | null;
    /** fields of the payload that the flow which publishes it calls sensitive */
    sensitive?: readonly string[];
  }) => Promise<{ eventId: string; duplicate: boolean; subscribers: number }>;
  /** Resolves when the run is finished, or with its state at the limit. */
  waitFor: (q: { runId: string; milliseconds: number }) => Promise<{ status: string; output: Json; failure: Failure | null }>;
  startWorker: () => Promise<{ drain: () => Promise<void> }>;
  /** Whether the queue is usable, for /ready. */
  ready: () => Promise<boolean>;
};

/** A transaction of the pg pool, already begun. */
export type Transaction = import("pg").PoolClient;

export type Sending = {
  /** the only ones whose effects happen; those of all others are described */
  steps: ReadonlySet<string>;
  /** told before each: what it did not keep is not sent */
  before: (sent: Sent) => Promise<void>;
};

/** An effect that is about to happen in a test run; `seen` is what its expressions see. */
export type Sent = { run: string; step: Step; item: string; visit: number; effectKey: string; effects: EffectPreview[]; seen: { [key: string]: Json } };

/** Runs a document in memory: effects described, nothing stored. Implemented in server/engine/simulate.ts. */
export type Simulate = (q: {
  document: FlowDocument;
  /** that its steps name; absent: none is kept */
  contracts?: KeptContracts;
  /** of ownership, which stop what it writes; absent: none does */
  ownership?: KeptRules;
  environment: EnvironmentKey;
  trigger: Json;
  /** the trigger that it starts by; absent: the first */
  start?: string;
  /** what is recorded already, for *what changes* of an open approval and replay previews */
  history?: { step: string; visit: number; status: "succeeded" | "waiting"; port: string; output: Json }[];
  /** outcomes of approvals per step id; absent: approved, or stop there when `stopAtWait` */
  outcomes?: Record<string, string>;
  stopAtWait?: boolean;
  until?: string;
  /** steps that are not executed: each gives what is kept of it */
  pins?: Pins;
  /** the run's clock; absent: the real one. A dry run that is compared with an earlier one passes the same instant */
  now?: number;
  run?: { id: string; origin: string; flowId: string; seed: string; correlationId: string; startedAt: string; businessKey?: string | null };
  /** one step and no other: what those before it gave is in `pins`, and what it reads and is not there fails it */
  only?: OneStep & { step: string };
  /** effects that really happen. Whoever passes it has made sure that the environment is a sandbox */
  send?: Sending;
}) => Promise<TestRunView & { effects: { step: string; previews: EffectPreview[] }[] }>;

/** Announces to every open page, by NOTIFY; inside a transaction it is sent on commit. */
export type Announce = (message: LiveMessage, transaction?: Transaction) => Promise<void>;

/** Writes one audit entry, inside the caller's Prisma transaction where one is given. Implemented in server/audit. */
export type RecordAudit = (
  entry: { actor: Actor; action: string; subject: { kind: string; id: string; name: string }; environment?: EnvironmentKey; detail?: Json },
  transaction?: Transaction,
) => Promise<void>;

type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 503;

/** A refusal for people, mapped to an HTTP status by the doors. */
export class UseCaseError extends Error {
  readonly code: string;
  readonly status: RefusalStatus;
  readonly fix: string | undefined;
  constructor(q: { code: string; status: RefusalStatus; message: string; fix?: string }) {
    super(q.message);
    this.name = "UseCaseError";
    this.code = q.code;
    this.status = q.status;
    this.fix = q.fix;
  }
}
