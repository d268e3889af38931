/**
 * The use cases of the product, room by room: the one thing that tRPC, REST, screens, tests and the command line stand on.
 * Each room implements its part with `create<Room>(deps)`; server/main.ts wires them, and nothing else does.
 * Every method that changes something takes the acting person first. Permissions are checked by the doors (server/api), which declare them.
 * Times are ISO 8601 strings, money is a number with a currency beside it.
 */
import type { FlowFact } from "#flow/called-flows.ts";
import type { FlowChange } from "#flow/compare.ts";
import type { ContractFact, OwnershipRule } from "#flow/contract/facts.ts";
import type { Expression, FlowDocument, Json } from "#flow/document.ts";
import type { Failure } from "#flow/failure.ts";
import type { OdooField, OdooMethodFact } from "#flow/odoo-shape.ts";
import type { Problem } from "#flow/problem.ts";
import type { RunStatus } from "#flow/run.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { TopicFact } from "#flow/topics.ts";
import type { Unkept } from "#flow/unkept.ts";

export type EnvironmentKey = string;
export type Role = "viewer" | "analyst" | "approver" | "operator" | "administrator";

/** Who acts: a signed-in person, an API key, or the product itself. */
export type Actor = { kind: "person" | "api-key" | "system"; id: string; name: string; role: Role; email?: string };

export type Page<T> = { items: T[]; nextCursor: string | null };

export type App = {
  flows: Flows;
  runs: Runs;
  approvals: Approvals;
  connections: Connections;
  odoo: OdooMetadata;
  access: Access;
  audit: AuditLog;
  events: Events;
  overview: OverviewRoom;
  history: HistoryRoom;
  replays: Replays;
  presence: Presence;
  governance: Governance;
};

// ---- presence -----------------------------------------------------------------------------

/** A window in which somebody looks at a flow: at a step, or at nothing in particular. */
export type PersonHere = { page: string; person: { id: string; name: string }; step: string | null };

export type Presence = {
  /** says where a person looks, and tells everybody who does, oneself included. Kept in memory; who is silent for 25 s is gone */
  look: (actor: Actor, q: { flow: string; page: string; step: string | null; leaves?: boolean }) => Promise<PersonHere[]>;
};

// ---- history ------------------------------------------------------------------------------

export type RetentionPolicy = { environment: EnvironmentKey; name: string; succeededDays: number; failedDays: number };

export type HistoryRoom = {
  policies: () => Promise<RetentionPolicy[]>;
  setPolicy: (actor: Actor, q: { environment: EnvironmentKey; succeededDays: number; failedDays: number }) => Promise<void>;
};

// ---- flows --------------------------------------------------------------------------------

export type FlowSummary = {
  key: string;
  name: string;
  domain: string | null;
  latency: string;
  owner: string | null;
  draftRevision: number;
  draftUpdatedAt: string;
  draftUpdatedBy: string;
  latestVersion: number | null;
  /** whether the draft differs from the latest version */
  hasUnpublishedChanges: boolean;
  deployments: { environment: EnvironmentKey; version: number; deployedAt: string; deployedBy: string }[];
  stepTypes: string[];
  problems: { errors: number; warnings: number };
  /** in the asked environment, last 24 hours */
  recent: { succeeded: number; failed: number; open: number };
};

export type DraftView = {
  flow: { id: string; key: string; name: string };
  document: FlowDocument;
  revision: number;
  fromVersion: number | null;
  updatedAt: string;
  updatedBy: string;
  deployments: FlowSummary["deployments"];
  latestVersion: number | null;
};

export type SaveDraftResult =
  | { saved: true; revision: number }
  /** somebody else saved in between: nothing was written, here is theirs */
  | { saved: false; conflict: { document: FlowDocument; revision: number; updatedBy: string; updatedAt: string } };

export type VersionView = {
  number: number;
  hash: string;
  note: string;
  createdBy: string;
  createdAt: string;
  deployedIn: EnvironmentKey[];
  /** what its runs are not held to where it is deployed */
  unkept: Unkept[];
};

/** What came into a draft as a whole: imported from orders.yaml, restored from v3. */
export type TakenIn = { note: string; by: string; at: string };

/** A flow to begin with. */
export type TemplateView = {
  key: string;
  title: string;
  description: string;
  category: string;
  document: FlowDocument;
  /** what starts it, to try it with */
  sample: Json;
};

/** A stretch of drawing by one person that no version holds yet. */
export type DraftChange = {
  firstRevision: number;
  revision: number;
  by: { id: string; name: string };
  at: string;
  note: string;
  /** what and id of each change, such as "step map" */
  parts: string[];
};

export type TriggerAddress = {
  step: string;
  type: string;
  /** absolute, with the secret token */
  url: string | null;
  /** ready to paste; secrets as $NAME */
  curl: string | null;
};

/** How a deployed Odoo trigger learns of changes; counts and times are those of the last 24 hours. */
export type OdooCoverage = {
  step: string;
  model: string;
  connection: string;
  /** watched */
  fields: string[];
  on: "created" | "updated" | "both" | "deleted" | "any";
  /** waiting: for its first look; noting: of what stands there, which is no news */
  state: "waiting" | "noting" | "watching" | "failing";
  /** the rule in Odoo that calls us; null: not tried yet */
  webhook: "made" | "refused" | "missing" | null;
  webhookReason: string | null;
  byWebhook: number;
  bySweep: number;
  /** deletions that a comparison of ids found */
  byIds: number;
  /** what the flow wrote itself, and was not started by */
  echoes: number;
  averageLagMs: number | null;
  longestLagMs: number | null;
  sweptAt: string | null;
  failure: Failure | null;
};

/** What is kept of steps, by their ids: test runs and live values take it instead of executing them. Never part of a document. */
export type Pins = Record<string, { port: string; output: Json }>;

export type SampleSource = "pasted" | "run" | "schema";

export type SampleView = {
  id: string;
  name: string;
  trigger: Json;
  /** chosen by itself */
  pinned: boolean;
  source: SampleSource;
  pins: Pins;
  createdAt: string;
};

/**
 * For one step run by itself: `without` are steps that the sample passes by, so that what they give is surely missing; `item` is the one that
 * is looked at, inside a for each.
 */
export type OneStep = {
  without?: string[];
  item?: { value: Json; index: number /** keys of the items around, outermost first, joined by / */; path?: string };
};

type TestRunQuestion = {
  flow: string;
  document: FlowDocument;
  environment: EnvironmentKey;
  trigger: Json;
  /** outcome for approvals, per step id; default approved */
  outcomes?: Record<string, string>;
  until?: string;
  /** this step alone: what those before it gave is taken from `pins`. Fails with simulate.output_unknown where that is not enough */
  only?: OneStep & { step: string };
  pins?: Pins;
};

/** A test run of the draft with a sample: nothing is stored; effects are described, unless they are sent in a sandbox. */
export type TestRunView = {
  status: RunStatus;
  failure: Failure | null;
  milliseconds: number;
  /** models whose fields Odoo did not tell: whose records are written behind them is not seen. Absent: none */
  unseen?: string[];
  steps: {
    step: string;
    visit: number;
    /** keys of the items around it */
    item?: string;
    status: "succeeded" | "failed" | "waiting" | "simulated" | "skipped";
    port: string | null;
    milliseconds: number;
    output: Json;
    failure: Failure | null;
    effects: EffectPreview[];
    note: string | null;
    /** it was not executed: this is what is pinned */
    isPinned?: true;
    /** its effect was really asked for, whatever came of it */
    sent?: true;
  }[];
};

export type ExpressionValue = { ok: true; value: Json | undefined } | { ok: false; message: string };

/** A field of a model as flows fill it, and their names. */
export type FieldMapping = { field: string; value: Json; flows: string[] };

export type Flows = {
  /** how the latest versions fill the fields of a model, the most usual first; `except`: a flow that does not count */
  mappings: (q: { model: string; except?: string | undefined }) => Promise<FieldMapping[]>;
  list: (q: { environment: EnvironmentKey }) => Promise<FlowSummary[]>;
  /** what flows are checked against, in every environment alike */
  governed: () => Promise<{ contracts: ContractFact[]; ownership: OwnershipRule[] }>;
  /** other flows as one meets them in the environment: by calling them, and by the topics of events */
  others: (q: { environment: EnvironmentKey }) => Promise<OtherFlows>;
  /** business errors: flow.key_taken */
  create: (actor: Actor, q: { key?: string; name: string }) => Promise<DraftView>;
  draft: (q: { flow: string }) => Promise<DraftView>;
  /** `note`: what kind of change it is, where that is worth a word: restored from v3 */
  saveDraft: (actor: Actor, q: { flow: string; document: FlowDocument; baseRevision: number; note?: string }) => Promise<SaveDraftResult>;
  /** whose work the draft holds since the last version, newest first */
  draftChanges: (q: { flow: string }) => Promise<DraftChange[]>;
  validate: (q: { document: FlowDocument; environment: EnvironmentKey }) => Promise<Problem[]>;
  /** problems with severity error stop it: `problems` and no version. The same content as the latest version returns that version. */
  publish: (
    actor: Actor,
    q: { flow: string; note: string; baseRevision?: number /** whose Odoo it is checked against */; environment?: EnvironmentKey },
  ) => Promise<{ version: number | null; problems: Problem[] }>;
  /** `contributors`: who drew what is new in it */
  versions: (q: { flow: string }) => Promise<(VersionView & { contributors: string[]; taken: TakenIn[] })[]>;
  /** `contracts`: those whose schemas it holds, by name */
  version: (q: { flow: string; version: number }) => Promise<{ document: FlowDocument; version: VersionView; contracts: string[] }>;
  deploy: (actor: Actor, q: { flow: string; environment: EnvironmentKey; version: number }) => Promise<{ triggers: TriggerAddress[]; problems: Problem[] }>;
  triggers: (q: { flow: string; environment: EnvironmentKey }) => Promise<TriggerAddress[]>;
  odooCoverage: (q: { flow: string; environment: EnvironmentKey }) => Promise<OdooCoverage[]>;
  import: (
    actor: Actor,
    /** strict: a file with errors is refused; otherwise it may become an unfinished draft. `from`: what it was taken from, for those who look at versions */
    q: {
      document: FlowDocument;
      publish: boolean;
      deploy?: EnvironmentKey;
      strict?: boolean;
      /** refused where the key is taken */
      asNew?: boolean;
      from?: string;
    },
  ) => Promise<{ flow: string; version: number | null; triggers: TriggerAddress[]; problems: Problem[] }>;
  templates: () => Promise<TemplateView[]>;
  /** canonical JSON text */
  export: (q: { flow: string; version?: number }) => Promise<string>;
  /** `to` absent: the draft */
  diff: (q: { flow: string; from: number; to?: number }) => Promise<FlowChange[]>;
  samples: (q: { flow: string }) => Promise<SampleView[]>;
  saveSample: (actor: Actor, q: { flow: string; id?: string; name: string; trigger: Json; pinned: boolean; source?: SampleSource }) => Promise<SampleView>;
  /** takes the trigger of a recorded run as a sample; what the flow calls sensitive becomes dots */
  captureSample: (actor: Actor, q: { flow: string; runId: string }) => Promise<SampleView>;
  removeSample: (actor: Actor, q: { flow: string; id: string }) => Promise<void>;
  /** keeps what a step gave with a sample, or with `pin` null forgets it; what the flow calls sensitive becomes dots */
  pinOutput: (actor: Actor, q: { flow: string; id: string; step: string; pin: Pins[string] | null }) => Promise<SampleView>;
  testRun: (actor: Actor, q: TestRunQuestion) => Promise<TestRunView>;
  /**
   * The same, and the effects of the steps in `send` really happen, in a sandbox only; each is in the audit log before it is sent. Keys of
   * such effects are the test run's own. Business errors: sandbox.required
   */
  sendTestRun: (actor: Actor, q: TestRunQuestion & { send: string[] }) => Promise<TestRunView>;
  /** the draft over the last runs of the flow, with what they recorded: nothing is written or sent */
  backtest: (actor: Actor, q: { flow: string; environment: EnvironmentKey; document: FlowDocument; last: number }) => Promise<BacktestReport>;
  /** live values beside expressions: `outputs` are those of the last test run of the same sample */
  evaluate: (q: {
    environment: EnvironmentKey;
    expressions: Expression[];
    trigger: Json;
    steps: Record<string, Json>;
    /** inside a for each: the item that is looked at, and its place */
    item?: { value: Json; index: number };
  }) => Promise<ExpressionValue[]>;
};

export type OtherFlows = { flows: FlowFact[]; topics: TopicFact[] };

/** What a recorded run would write otherwise on the draft. */
export type BacktestDifference = {
  run: { id: string; businessKey: string | null };
  step: string;
  name: string;
  item: string | null;
  /** stopped: an ownership rule does not let the draft write it, and the run ends there */
  kind: "added" | "gone" | "changed" | "stopped";
  /** plain sentence: Update contact Acme GmbH */
  title: string;
  model: string | null;
  /** before: what was sent; after: what the draft would send. Sensitive values as dots */
  fields: { name: string; label: string; before: Json; after: Json }[];
  /** of what is stopped: which rule, and what to do */
  reason?: string;
};

export type BacktestReport = {
  /** runs looked at, newest first, and how they compare */
  runs: { looked: number; same: number; differ: number; untold: number };
  differences: BacktestDifference[];
  /** runs of which it cannot be told, each with why */
  untold: { run: { id: string; businessKey: string | null }; reason: string }[];
  /** models whose fields Odoo did not tell: lines behind them were not held against the ownership rules */
  unseen?: string[];
};

// ---- runs ---------------------------------------------------------------------------------

export type RunSummary = {
  id: string;
  status: RunStatus;
  flow: { key: string; name: string };
  version: number;
  environment: EnvironmentKey;
  businessKey: string | null;
  customer: string | null;
  value: number | null;
  currency: string | null;
  correlationId: string;
  /** the step that runs, waits or failed; null when finished or not started */
  step: { id: string; name: string; attempts: number } | null;
  waitingFor: WaitingFor | null;
  /** identity of what happened */
  origin: string;
  failure: Failure | null;
  replayOf: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  updatedAt: string;
};

export type WaitingFor = {
  kind: "approval" | "timer" | "retry" | "job" | "order" | "breaker" | "limit" | "child" | "event";
  step: string | null;
  since: string;
  until: string | null;
  text: string;
};

export type StepRunView = {
  seq: number;
  step: string;
  name: string;
  type: string;
  visit: number;
  item: string | null;
  status: "running" | "waiting" | "succeeded" | "failed" | "cancelled";
  how: "executed" | "copied" | "found" | "simulated";
  port: string | null;
  attempts: { startedAt: string; finishedAt: string | null; failure: Failure | null }[];
  startedAt: string;
  finishedAt: string | null;
  output: Json;
  request: Json;
  response: Json;
  failure: Failure | null;
  /** how its effect is delivered; null for pure steps */
  delivery: "exactly-once" | "at-least-once" | "at-most-once" | null;
  waitingFor: WaitingFor | null;
  /** a plain sentence: Found contact #412, nothing to change */
  note: string | null;
};

export type RunView = RunSummary & {
  /** the run whose step started this one and waits for it; `flow` is its name */
  parent: { runId: string; step: string; flow: string } | null;
  /** it takes items of its parent through */
  isPart: boolean;
  /** runs that take the items of a long for each of it through */
  parts: number;
  trigger: Json;
  document: FlowDocument;
  steps: StepRunView[];
  /** steps that this run did not or will not reach */
  skipped: string[];
  /** whether it holds values that are shown as dots */
  isSealed: boolean;
  related: RunSummary[];
  activity: { at: string; who: string | null; text: string; kind: string }[];
  can: { replay: { ok: boolean; why: string | null }; cancel: { ok: boolean; why: string | null } };
};

/** A run that takes some items of a long for each through. Counts are null before it has ended. */
export type RunPart = {
  id: string;
  step: { id: string; name: string };
  status: RunStatus;
  failure: Failure | null;
  /** place of its first item in the whole, from 0 */
  first: number;
  items: number;
  succeeded: number | null;
  failed: number | null;
  startedAt: string | null;
  finishedAt: string | null;
};

/** The trigger, and what each step run gave, sent and got, by its seq. */
export type RevealedRun = { trigger: Json; steps: Record<string, { output: Json; request: Json; response: Json }> };

/** Runs that stand at a step; `running` counts those that wait for their turn, too. */
export type StepCounts = { step: string; running: number; waiting: number; parked: number; failed: number };
/** Where runs stand, and how many of them are of which version, the newest first. */
export type OverlayView = { steps: StepCounts[]; versions: { version: number; runs: number }[] };

export type RunFilter = {
  environment: EnvironmentKey;
  flow?: string;
  status?: RunStatus[];
  failureClass?: "technical" | "business" /** prefix of the business key, a correlation id or a run id */;
  search?: string;
  businessKey?: string;
  correlationId?: string;
  /** where runs stand that have not ended, or have failed */
  step?: string;
  from?: string;
  to?: string;
};

export type ReplayRequest = { runId: string; from?: string; version?: number; triggerBody?: Json; input?: Json; asNewEvent?: boolean };

export type ReplayWill =
  | "copied"
  | "execute"
  | "found, will be skipped"
  | "changed, will update"
  | "will be sent"
  | "outcome unknown"
  | "needs send again"
  | "record was deleted";

export type ReplayPreview = {
  /** refused: why, in a sentence */
  refused: string | null;
  /** what the step from which it is asked gets, sensitive values as dots; null where that cannot be worked out, and from the start */
  input: Json;
  steps: {
    step: string;
    name: string;
    will: ReplayWill;
    note: string | null;
    /** what an update would change, per field */
    effects: EffectPreview[];
  }[];
};

export type FormView = {
  flow: { key: string; name: string };
  step: string;
  title: string;
  description: string | null;
  /** JSON Schema of what is filled in */
  schema: { [key: string]: Json };
};

export type Runs = {
  /** only steps that runs stand at */
  overlay: (q: { environment: EnvironmentKey; flow: string; hours: number }) => Promise<OverlayView>;
  list: (q: RunFilter & { cursor?: string; limit?: number }) => Promise<
    Page<RunSummary> & {
      facets: { status: Record<string, number>; flow: { key: string; name: string; count: number }[] };
      histogram: { from: string; to: string; succeeded: number; business: number; technical: number; open: number }[];
    }
  >;
  get: (q: { runId: string }) => Promise<RunView>;
  /** in the order of their items */
  parts: (q: { runId: string; onlyFailed?: boolean; cursor?: string; limit?: number }) => Promise<Page<RunPart>>;
  /** forms that start a flow in this environment */
  forms: (q: { environment: EnvironmentKey }) => Promise<FormView[]>;
  /** starts through a form; the same key again is the same run */
  submitForm: (
    actor: Actor,
    q: { flow: string; step: string; environment: EnvironmentKey; input: Json; key?: string },
  ) => Promise<{ runId: string; duplicate: boolean }>;
  /** starts through trigger.api */
  start: (actor: Actor, q: { flow: string; environment: EnvironmentKey; input: Json; key?: string }) => Promise<{ runId: string; duplicate: boolean }>;
  replay: (actor: Actor, q: ReplayRequest) => Promise<{ runId: string }>;
  /** values that the flow calls sensitive, as they are; the purpose is kept in the audit log */
  reveal: (actor: Actor, q: { runId: string; purpose: string }) => Promise<RevealedRun>;
  replayPreview: (q: ReplayRequest) => Promise<ReplayPreview>;
  cancel: (actor: Actor, q: { runId: string; reason: string }) => Promise<void>;
  /** for odoo.record_deleted: make the record again, or leave it deleted; both continue in a replay from that step */
  decideDeleted: (actor: Actor, q: { runId: string; step: string; decision: "recreate" | "skip" }) => Promise<{ runId: string }>;
  /** for effect.outcome_unknown: record that the effect happened, with its result, or allow one more send; both continue in a replay from that step */
  settleOutcome: (actor: Actor, q: { runId: string; step: string; decision: "mark-done" | "send-again"; output?: Json }) => Promise<{ runId: string }>;
};

// ---- bulk replays -------------------------------------------------------------------------

/** One of `filter` and `runIds`. */
export type BulkReplaySelection = {
  environment: EnvironmentKey;
  filter?: Omit<RunFilter, "environment">;
  runIds?: string[];
  /** where each run goes on: at the step at which it failed (the default; from the start where it did not fail), or from its start */
  beginAt?: "failure" | "start";
  /** the version that each run ran on (the default), or the one that is deployed when its turn comes */
  version?: "recorded" | "deployed";
};

export type BulkReplayPreview = {
  runs: number;
  willBegin: number;
  /** have not ended */
  unfinished: number;
  /** another run has repeated what happened since */
  repeated: number;
  /** effects of the first few runs, and how many runs those are */
  effects: { will: ReplayWill; count: number }[];
  lookedAt: number;
};

export type BulkReplayView = {
  id: string;
  environment: EnvironmentKey;
  state: "running" | "paused" | "cancelled" | "finished";
  ratePerMinute: number;
  beginAt: "failure" | "start";
  version: "recorded" | "deployed";
  filter: Json;
  counts: { runs: number; pending: number; started: number; refused: number };
  /** how the replays stand that were started */
  replays: { succeeded: number; failed: number; endedOtherwise: number; open: number };
  createdBy: string;
  createdAt: string;
  finishedAt: string | null;
};

export type BulkReplayRun = {
  position: number;
  state: "pending" | "started" | "refused";
  run: { id: string; flow: string | null; businessKey: string | null; status: RunStatus | null };
  replay: { id: string; status: RunStatus | null } | null;
  refusal: { code: string; message: string } | null;
  at: string | null;
};

export type Replays = {
  preview: (q: BulkReplaySelection) => Promise<BulkReplayPreview>;
  /** fixes which runs they are; workers replay them one after the other */
  begin: (actor: Actor, q: BulkReplaySelection & { ratePerMinute: number }) => Promise<BulkReplayView>;
  get: (q: { id: string }) => Promise<BulkReplayView>;
  /** the latest ones */
  list: (q: { environment: EnvironmentKey }) => Promise<BulkReplayView[]>;
  runs: (q: { id: string; state?: BulkReplayRun["state"]; cursor?: string }) => Promise<Page<BulkReplayRun>>;
  pause: (actor: Actor, q: { id: string }) => Promise<void>;
  resume: (actor: Actor, q: { id: string }) => Promise<void>;
  /** runs that had no turn yet are not replayed; replays that have begun go on */
  cancel: (actor: Actor, q: { id: string }) => Promise<void>;
};

// ---- approvals ----------------------------------------------------------------------------

export type ApprovalSummary = {
  id: string;
  runId: string;
  environment: EnvironmentKey;
  flow: { key: string; name: string };
  step: string;
  stepName: string;
  visit: number;
  title: string;
  businessKey: string | null;
  value: number | null;
  currency: string | null;
  requester: string | null;
  state: "open" | "decided" | "done" | "expired" | "cancelled";
  outcome: string | null;
  dueAt: string | null;
  createdAt: string;
  closedAt: string | null;
  /** until when a decision can be undone */
  undoUntil: string | null;
  mayDecide: boolean;
};

export type ApprovalView = ApprovalSummary & {
  thread: string;
  summary: string | null;
  facts: { label: string; value: Json; format: string }[];
  form: Json;
  policy: { kind: string; n?: number; needed: number };
  assignees: { label: string; kind: "person" | "group" | "role" }[];
  votes: { id: string; by: string; outcome: string; reason: string | null; at: string; withdrawn: boolean; rechecked: boolean }[];
  changes: EffectPreview[];
  /** set when the changes could not be worked out */
  changesProblem: string | null;
  /** what each choice causes, in sentences derived from the graph */
  consequences: { approved: string; rejected: string; changes: string };
  history: {
    at: string;
    who: string;
    text: string;
    reason: string | null;
    round: number;
    kind: "requested" | "approved" | "rejected" | "changes" | "resubmitted" | "withdrawn" | "expired";
  }[];
  /** hash of title, facts, form, round and before → after: send it back with the decision */
  seen: string;
  why: string | null;
};

export type DecideResult =
  | { ok: true; state: "open" | "decided"; undoUntil: string | null; notRechecked: boolean }
  | { ok: false; reason: "already-decided"; by: string; outcome: string; at: string }
  | { ok: false; reason: "changed"; current: ApprovalView };

export type Approvals = {
  list: (
    actor: Actor,
    q: { environment?: EnvironmentKey; state: "open" | "waiting" | "done"; assignee?: string; cursor?: string },
  ) => Promise<Page<ApprovalSummary> & { counts: { open: number; waiting: number } }>;
  get: (actor: Actor, q: { id: string }) => Promise<ApprovalView>;
  decide: (actor: Actor, q: { id: string; outcome: "approved" | "rejected" | "changes"; reason?: string; form?: Json; seen: string }) => Promise<DecideResult>;
  undo: (actor: Actor, q: { id: string }) => Promise<{ ok: boolean; why: string | null }>;
};

// ---- connections --------------------------------------------------------------------------

export type ConnectionKind = "odoo" | "http" | "smtp";
export type Check = { name: string; ok: boolean; message: string; fix?: string };
export type ConnectionView = {
  key: string;
  kind: ConnectionKind;
  name: string;
  environment: EnvironmentKey;
  config: Record<string, Json>;
  /** built in for trying things out; labelled wherever it appears */
  practice: boolean;
  secretHints: Record<string, { last4: string; setAt: string }>;
  health: {
    ok: boolean;
    checkedAt: string;
    message: string;
    milliseconds: number;
    identity: Record<string, string> | null;
    checks: Check[];
    /** of an Odoo, as it was when it answered last */
    facts?: OdooFacts;
  } | null;
  /** when the API key of an Odoo ends; null: never, or nobody knows */
  keyExpiry: { at: string; from: "odoo" | "person" } | null;
  usedBy: { flow: string; name: string; steps: string[] }[];
  /** null: closed, runs reach it */
  breaker: { state: "open" | "half-open" | "ramping"; since: string | null; probeAt: string | null; parked: number; reason: string | null } | null;
};

/** What an Odoo tells of itself and of the connection's user. */
export type OdooFacts = {
  version: string;
  protocol: "json-2" | "json-rpc";
  language: string | null;
  timeZone: string | null;
  companies: { id: number; name: string; isCurrent: boolean }[];
  apps: string[];
  /** models: the user may not read the list of modules, so that only well-known apps are told, by their models */
  appsFrom: "modules" | "models";
  /** null: may not be read */
  keys: { name: string; expiresAt: string | null }[] | null;
};

/** What is found at an address. `isPlain`: what is sent there can be read on the way. */
export type OdooProbe =
  | { ok: true; url: string; version: string; protocol: "json-2" | "json-rpc"; databases: string[] | null; isPlain: boolean }
  | { ok: false; code: string; message: string; fix: string };

export type ConnectionTrial = { ok: boolean; checks: Check[]; identity: Record<string, string> | null; milliseconds: number; facts?: OdooFacts };

/** `operations`: of the matrix, or names of methods. `fields` null: any. `optional`: flows do without it, less well */
export type OdooNeed = { model: string; operations: string[]; fields: string[] | null; flows: { flow: string; name: string }[]; optional: boolean };
/** `unresolved`: fields whose related model could not be asked for */
export type OdooNeeds = { needs: OdooNeed[]; unresolved: string[] };
export type OdooRightName = "read" | "create" | "write" | "unlink";
export type OdooRight = {
  model: string;
  isThere: boolean;
  may: OdooRightName[];
  /** flows need it, and the user may not */
  missing: OdooRightName[];
  /** the user may, and no flow needs it */
  surplus: OdooRightName[];
  optional: boolean;
  flows: { flow: string; name: string }[];
  /** what rights on it are rights on, of models that tell how powerful a user is */
  about: string | null;
};
export type OdooRights = { login: string; rows: OdooRight[] };

/** A new key, tried before it takes the place of the old one. Where a check failed, nothing has changed. */
export type KeyChange =
  | { kind: "changed"; checks: Check[]; made: { name: string; expiresAt: string } | null }
  | { kind: "refused"; checks: Check[] }
  | { kind: "password-needed"; why: string };

export type Connections = {
  list: (q: { environment: EnvironmentKey }) => Promise<ConnectionView[]>;
  get: (q: { environment: EnvironmentKey; key: string }) => Promise<ConnectionView>;
  create: (
    actor: Actor,
    q: { environment: EnvironmentKey; key: string; kind: ConnectionKind; name?: string; config: Record<string, Json>; secrets: Record<string, string> },
  ) => Promise<ConnectionView>;
  update: (
    actor: Actor,
    q: { environment: EnvironmentKey; key: string; name?: string; config?: Record<string, Json>; secrets?: Record<string, string> },
  ) => Promise<ConnectionView>;
  remove: (actor: Actor, q: { environment: EnvironmentKey; key: string }) => Promise<void>;
  test: (actor: Actor, q: { environment: EnvironmentKey; key: string }) => Promise<{ ok: boolean; checks: Check[] }>;
  /** looks at an address before there is a connection */
  probe: (actor: Actor, q: { address: string; allowPrivate: boolean }) => Promise<OdooProbe>;
  /** tests settings that are not stored */
  tryOut: (
    actor: Actor,
    q: { environment: EnvironmentKey; kind: ConnectionKind; config: Record<string, Json>; secrets: Record<string, string> },
  ) => Promise<ConnectionTrial>;
  replaceKey: (actor: Actor, q: { environment: EnvironmentKey; key: string; apiKey: string; expiresAt?: string | null }) => Promise<KeyChange>;
  /** makes the new key in Odoo; the password is that of the connection's login, used once */
  makeKey: (actor: Actor, q: { environment: EnvironmentKey; key: string; days: number; password?: string }) => Promise<KeyChange>;
  needs: (q: { environment: EnvironmentKey; key: string }) => Promise<OdooNeeds>;
  rights: (actor: Actor, q: { environment: EnvironmentKey; key: string }) => Promise<OdooRights>;
  secrets: (q: { environment: EnvironmentKey }) => Promise<{ name: string; updatedAt: string }[]>;
  putSecret: (actor: Actor, q: { environment: EnvironmentKey; name: string; value: string }) => Promise<void>;
  variables: (q: { environment: EnvironmentKey }) => Promise<{ name: string; value: Json; updatedAt: string }[]>;
  putVariable: (actor: Actor, q: { environment: EnvironmentKey; name: string; value: Json }) => Promise<void>;
  /** the practice Odoo's fault switch; refused for any other connection */
  setPracticeFault: (actor: Actor, q: { environment: EnvironmentKey; key: string; fault: PracticeFault }) => Promise<void>;
  practiceFault: (q: { environment: EnvironmentKey; key: string }) => Promise<PracticeFault>;
};

export type PracticeFault = "none" | "slow" | "unavailable" | "drop-answer" | "validation-error";

// ---- live metadata of an Odoo ---------------------------------------------------------------

export type OdooModel = { model: string; label: string };
export type OdooMetadata = {
  models: (q: { environment: EnvironmentKey; connection: string }) => Promise<OdooModel[]>;
  fields: (q: { environment: EnvironmentKey; connection: string; model: string }) => Promise<OdooField[]>;
  methods: (q: { environment: EnvironmentKey; connection: string; model: string }) => Promise<OdooMethods>;
};
/** `why`: the server is too old or has no such document, or its user may not read it */
export type OdooMethods = { kind: "told"; methods: OdooMethodFact[] } | { kind: "untold"; why: "server" | "rights" };

// ---- access, audit, events, overview --------------------------------------------------------

export type PersonView = { id: string; name: string; email: string; role: Role; disabled: boolean; groups: string[]; createdAt: string };
export type ApiKeyView = {
  id: string;
  name: string;
  prefix: string;
  role: Role;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revoked: boolean;
};
/** `sandbox`: a test run may really send there, where a person says so */
export type EnvironmentView = { key: EnvironmentKey; name: string; sandbox: boolean };

export type Access = {
  people: () => Promise<PersonView[]>;
  createPerson: (actor: Actor, q: { name: string; email: string; role: Role; password: string }) => Promise<PersonView>;
  updatePerson: (actor: Actor, q: { id: string; role?: Role; disabled?: boolean; groups?: string[] }) => Promise<PersonView>;
  groups: () => Promise<{ key: string; name: string; members: { id: string; name: string }[] }[]>;
  environments: () => Promise<EnvironmentView[]>;
  /** business errors: environment.missing, sandbox.production */
  setSandbox: (actor: Actor, q: { environment: EnvironmentKey; sandbox: boolean }) => Promise<void>;
  apiKeys: () => Promise<ApiKeyView[]>;
  createApiKey: (actor: Actor, q: { name: string; role: Role; expiresInDays: number | null }) => Promise<ApiKeyView & { key: string }>;
  revokeApiKey: (actor: Actor, q: { id: string }) => Promise<void>;
};

export type AuditEntry = {
  id: string;
  at: string;
  actor: string;
  actorKind: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string;
  environment: string | null;
  detail: Json;
};
export type AuditLog = {
  list: (q: { cursor?: string; subjectKind?: string; subjectId?: string; actorId?: string; environment?: EnvironmentKey }) => Promise<Page<AuditEntry>>;
};

export type EventView = { id: string; topic: string; key: string | null; payload: Json; at: string; runId: string | null; correlationId: string };
export type Events = {
  publish: (actor: Actor, q: { environment: EnvironmentKey; topic: string; key?: string; payload: Json }) => Promise<{ eventId: string }>;
  list: (q: { environment: EnvironmentKey; topic?: string; cursor?: string }) => Promise<Page<EventView>>;
};

export type OverviewRoom = {
  get: (
    actor: Actor,
    q: { environment: EnvironmentKey },
  ) => Promise<{
    counts: { accepted24h: number; succeeded24h: number; failed24h: number; waiting: number; parked: number; openApprovals: number };
    perHour: { from: string; succeeded: number; business: number; technical: number; open: number }[];
    failing: RunSummary[];
    connections: { key: string; name: string; kind: ConnectionKind; ok: boolean | null; message: string | null; practice: boolean }[];
    flows: { key: string; name: string; runs24h: number; failed24h: number; withinSlo: number | null }[];
    /** what the watchdog found and repaired in the last 24 hours, the newest five */
    findings: { total: number; items: { at: string; text: string; run: RunSummary }[] };
  }>;
};

// ---- contracts and ownership ------------------------------------------------------------------

/** A version is written once; only its state moves on. */
export type ContractState = "draft" | "active" | "retired";
export type ContractSummary = {
  key: string;
  name: string;
  description: string;
  /** fields of its newest version, inner ones too */
  fields: number;
  versions: { number: number; state: ContractState }[];
};
export type ContractVersionView = {
  number: number;
  state: ContractState;
  schema: { [key: string]: Json };
  note: string;
  createdBy: string;
  createdAt: string;
  /** who moved its state last */
  stateBy: string | null;
  stateAt: string | null;
};
/** A step that names a version: it publishes in its name, checks by it, or makes what it says. */
export type ContractUse = {
  flow: string;
  name: string;
  step: string;
  stepName: string;
  version: number;
  how: "publishes" | "checks" | "makes";
  /** of the draft, or of a version that is deployed */
  deployedIn: EnvironmentKey | null;
};
export type ContractView = { key: string; name: string; description: string; versions: ContractVersionView[] /** newest first */; usedBy: ContractUse[] };

/** Which system has the say over an object or one of its fields. */
export type OwnershipRuleView = OwnershipRule & { note: string; updatedBy: string; updatedAt: string };

export type Governance = {
  contracts: () => Promise<ContractSummary[]>;
  contract: (q: { key: string }) => Promise<ContractView>;
  /** its first version is a draft. Business errors: contract.key, contract.taken, contract.schema */
  createContract: (actor: Actor, q: { key: string; name: string; description: string; schema: { [key: string]: Json }; note: string }) => Promise<ContractView>;
  /**
   * `after`: the newest version that the person has seen. What breaks those who keep to it must be accepted. Business errors: contract.moved,
   * contract.breaking, contract.same, contract.schema
   */
  addVersion: (
    actor: Actor,
    q: { key: string; after: number; schema: { [key: string]: Json }; note: string; acceptBreaking: boolean },
  ) => Promise<{ version: number }>;
  /** onwards only: draft, active, retired */
  setState: (actor: Actor, q: { key: string; version: number; state: "active" | "retired" }) => Promise<void>;
  rules: () => Promise<OwnershipRuleView[]>;
  /** without an id a new one. Business errors: ownership.taken, ownership.flow */
  saveRule: (actor: Actor, q: OwnershipRuleDraft) => Promise<OwnershipRuleView>;
  removeRule: (actor: Actor, q: { id: string }) => Promise<void>;
};
export type OwnershipRuleDraft = Omit<OwnershipRule, "id"> & { id?: string | undefined; note: string };

/** Announced over LISTEN / NOTIFY and the page's one stream of server-sent events. Identities only: the page refetches what it shows. */
export type LiveMessage =
  | { kind: "run"; id: string; environment: EnvironmentKey; status: RunStatus; flow: string }
  | { kind: "approval"; id: string; environment: EnvironmentKey; runId: string }
  | { kind: "draft"; flow: string; revision: number; by: string }
  | { kind: "deployment"; flow: string; environment: EnvironmentKey }
  /** told to those only who look at the flow themselves */
  | { kind: "presence"; flow: string; here: PersonHere; leaves: boolean }
  | { kind: "connection"; key: string; environment: EnvironmentKey };

/** NOTIFY channel for LiveMessage as JSON: one of them, or a list. */
export const LIVE_CHANNEL = "throughline_live";
