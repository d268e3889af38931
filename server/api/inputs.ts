/** What the doors accept, as schemas: tRPC, REST and the OpenAPI document all read these. */
import { z } from "zod";
import { Expression, FlowDocument, Json } from "#flow/document.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import { ROLES } from "#server/access/permissions.ts";

const MAX_NAME = 160;

export const EnvironmentName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must name an environment, such as production");
export const FlowKey = z.string().min(1).max(80);
export const Key = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,79}$/i, "must hold only letters, digits and - _ .");
const Id = z.string().min(1).max(100);
const Text = z.string().max(4_000);
const Cursor = z.string().max(500);
const Instant = z.iso.datetime({ offset: true });
const VersionNumber = z.int().positive();
const JsonRecord = z.record(z.string(), Json);
const SecretValues = z.record(z.string().max(80), z.string().max(64_000));
export const Role = z.enum(ROLES);

export const inEnvironment = z.object({ environment: EnvironmentName });
export const ofFlow = z.object({ flow: FlowKey });
export const ofRun = z.object({ runId: Id });
export const PartsOfRun = ofRun.extend({
  onlyFailed: z.boolean().optional(),
  cursor: z.string().max(100).optional(),
  limit: z.int().min(1).max(200).optional(),
});
export const ofConnection = inEnvironment.extend({ key: Key });

// ---- flows ----
export const CreateFlow = z.object({ key: FlowKey.optional(), name: z.string().trim().min(1, "give the flow a name").max(MAX_NAME) });
export const SaveDraft = ofFlow.extend({ document: FlowDocument, baseRevision: z.int().nonnegative(), note: z.string().max(200).optional() });
export const ValidateFlow = inEnvironment.extend({ document: FlowDocument });
export const PublishFlow = ofFlow.extend({ note: Text, baseRevision: z.int().nonnegative().optional(), environment: EnvironmentName.optional() });
export const OfVersion = ofFlow.extend({ version: VersionNumber });
export const DeployFlow = OfVersion.extend({ environment: EnvironmentName });
export const Look = ofFlow.extend({ page: z.string().min(1).max(40), step: z.string().max(80).nullable(), leaves: z.boolean().optional() });
export const OfModelInFlows = z.object({ model: z.string().min(1).max(200), except: FlowKey.optional() });
export const FlowIn = ofFlow.extend({ environment: EnvironmentName });
export const ImportFlow = z.object({
  document: FlowDocument,
  publish: z.boolean(),
  deploy: EnvironmentName.optional(),
  asNew: z.boolean().optional(),
  from: z.string().trim().min(1).max(MAX_NAME).optional(),
});
export const ExportFlow = ofFlow.extend({ version: VersionNumber.optional() });
export const DiffFlow = ofFlow.extend({ from: VersionNumber, to: VersionNumber.optional() });
export const SaveSample = ofFlow.extend({
  id: Id.optional(),
  name: z.string().trim().min(1).max(MAX_NAME),
  trigger: Json,
  pinned: z.boolean(),
  source: z.enum(["pasted", "run", "schema"]).optional(),
});
export const OfSample = ofFlow.extend({ id: Id });
const Pin = z.object({ port: z.string().min(1).max(80), output: Json });
export const PinOutput = OfSample.extend({ step: z.string().min(1).max(80), pin: Pin.nullable() });
export const CaptureSample = ofFlow.extend({ runId: Id });
export const Backtest = ofFlow.extend({ document: FlowDocument, environment: EnvironmentName, last: z.int().min(1).max(200).default(20) });
export const TestRun = ofFlow.extend({
  document: FlowDocument,
  environment: EnvironmentName,
  trigger: Json,
  outcomes: z.record(z.string(), z.string()).optional(),
  until: z.string().max(80).optional(),
  only: z
    .object({
      step: z.string().max(80),
      without: z.array(z.string().max(80)).max(2_000).optional(),
      item: z.object({ value: Json, index: z.int().min(0), path: z.string().max(2_000).optional() }).optional(),
    })
    .optional(),
  pins: z.record(z.string().max(80), Pin).optional(),
});
export const SendTestRun = TestRun.extend({ send: z.array(z.string().max(80)).min(1).max(300) });
export const Evaluate = inEnvironment.extend({
  expressions: z.array(Expression).max(200),
  trigger: Json,
  steps: JsonRecord,
  item: z.object({ value: Json, index: z.int().min(0) }).optional(),
});

// ---- runs ----
export const Overlay = ofFlow.extend({
  environment: EnvironmentName,
  hours: z
    .int()
    .min(1)
    .max(24 * 31),
});
export const ListRuns = inEnvironment.extend({
  step: z.string().max(80).optional(),
  flow: FlowKey.optional(),
  status: z.array(z.enum(RUN_STATUSES)).max(RUN_STATUSES.length).optional(),
  failureClass: z.enum(["technical", "business"]).optional(),
  search: z.string().max(300).optional(),
  businessKey: z.string().max(300).optional(),
  correlationId: z.string().max(300).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  cursor: Cursor.optional(),
  limit: z.int().min(1).max(200).optional(),
});
export const StartRun = FlowIn.extend({ input: Json, key: z.string().min(1).max(500).optional() });
export const SubmitForm = StartRun.extend({ step: z.string().max(80) });
export const Replay = ofRun.extend({
  from: z.string().max(80).optional(),
  version: VersionNumber.optional(),
  triggerBody: Json.optional(),
  input: Json.optional(),
  asNewEvent: z.boolean().optional(),
});
export const CancelRun = ofRun.extend({ reason: z.string().trim().min(1, "say why the run is cancelled").max(4_000) });
export const DecideDeleted = ofRun.extend({ step: z.string().max(80), decision: z.enum(["recreate", "skip"]) });
export const SettleOutcome = ofRun.extend({ step: z.string().max(80), decision: z.enum(["mark-done", "send-again"]), output: Json.optional() });

// ---- bulk replays ----
const MAX_NAMED = 10_000;
export const RunSelection = z.object({
  filter: ListRuns.omit({ environment: true, cursor: true, limit: true }).optional(),
  runIds: z.array(Id).min(1).max(MAX_NAMED).optional(),
  beginAt: z.enum(["failure", "start"]).optional(),
  version: z.enum(["recorded", "deployed"]).optional(),
});
export const oneOfTwo = (q: { filter?: unknown; runIds?: unknown }) => (q.filter === undefined) !== (q.runIds === undefined);
export const EITHER = { message: "give either filter or runIds", path: ["filter"] };
export const Rate = z.int().min(1).max(6_000);
const InSelection = inEnvironment.extend(RunSelection.shape);
export const PreviewReplays = InSelection.refine(oneOfTwo, EITHER);
export const BeginReplays = InSelection.extend({ ratePerMinute: Rate }).refine(oneOfTwo, EITHER);
export const OfBulkReplay = z.object({ id: Id });
export const BulkReplayRuns = OfBulkReplay.extend({ state: z.enum(["pending", "started", "refused"]).optional(), cursor: Cursor.optional() });

// ---- approvals ----
export const ListApprovals = z.object({
  environment: EnvironmentName.optional(),
  state: z.enum(["open", "waiting", "done"]),
  assignee: z.string().max(300).optional(),
  cursor: Cursor.optional(),
});
export const OfApproval = z.object({ id: Id });
export const Decide = OfApproval.extend({
  outcome: z.enum(["approved", "rejected", "changes"]),
  reason: Text.optional(),
  form: Json.optional(),
  seen: z.string().max(200),
});

// ---- connections ----
export const ConnectionKind = z.enum(["odoo", "http", "smtp"]);
export const CreateConnection = ofConnection.extend({
  kind: ConnectionKind,
  name: z.string().trim().min(1).max(MAX_NAME).optional(),
  config: JsonRecord,
  secrets: SecretValues,
});
export const UpdateConnection = ofConnection.extend({
  name: z.string().trim().min(1).max(MAX_NAME).optional(),
  config: JsonRecord.optional(),
  secrets: SecretValues.optional(),
});
export const ProbeOdoo = z.object({ address: z.string().max(2_000), allowPrivate: z.boolean().default(false) });
export const TryConnection = inEnvironment.extend({ kind: ConnectionKind, config: JsonRecord, secrets: SecretValues });
export const ReplaceKey = ofConnection.extend({
  apiKey: z.string().trim().min(1, "is needed").max(500),
  expiresAt: z.union([z.iso.date(), z.iso.datetime()]).nullish(),
});
export const MakeKey = ofConnection.extend({ days: z.int().min(1).max(3_650), password: z.string().min(1).max(500).optional() });
export const PutSecret = inEnvironment.extend({ name: Key, value: z.string().min(1, "a secret cannot be empty").max(64_000) });
export const PutVariable = inEnvironment.extend({
  name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,79}$/, "must be a name such as overhead_rate"),
  value: Json,
});
export const SetPracticeFault = ofConnection.extend({ fault: z.enum(["none", "slow", "unavailable", "drop-answer", "validation-error"]) });

// ---- odoo, access, audit, events ----
export const OfOdoo = inEnvironment.extend({ connection: Key });
export const OfOdooModel = OfOdoo.extend({ model: z.string().min(1).max(200) });
export const CreatePerson = z.object({ name: z.string().trim().min(1).max(MAX_NAME), email: z.email().max(300), role: Role, password: z.string().max(200) });
export const Reveal = z.object({ runId: Id, purpose: z.string().trim().min(1, "say why you look").max(1_000) });
const Days = z.int().min(1).max(3_660);
export const SetPolicy = z.object({ environment: EnvironmentName, succeededDays: Days, failedDays: Days });
export const SetSandbox = inEnvironment.extend({ sandbox: z.boolean() });
export const UpdatePerson = z.object({ id: Id, role: Role.optional(), disabled: z.boolean().optional(), groups: z.array(Key).max(100).optional() });
export const CreateApiKey = z.object({ name: z.string().trim().min(1).max(MAX_NAME), role: Role, expiresInDays: z.int().min(1).max(3_650).nullable() });
export const RevokeApiKey = z.object({ id: Id });
export const ListAudit = z.object({
  cursor: Cursor.optional(),
  subjectKind: z.string().max(80).optional(),
  subjectId: z.string().max(200).optional(),
  actorId: z.string().max(200).optional(),
  environment: EnvironmentName.optional(),
});
export const PublishEvent = inEnvironment.extend({ topic: z.string().min(1).max(200), key: z.string().max(500).optional(), payload: Json });
export const ListEvents = inEnvironment.extend({ topic: z.string().max(200).optional(), cursor: Cursor.optional() });

/** Of a contract, and of who has the say over it. */
export const ContractKey = z.string().min(1).max(60);
export const ContractSchema = z.record(z.string(), Json);
export const RuleBody = z.object({
  object: z.object({ kind: z.enum(["model", "contract"]), name: z.string().trim().min(1, "choose an object").max(200) }),
  field: z.string().trim().min(1).max(200).nullable(),
  system: z.string().trim().min(1, "give it a name").max(160),
  policy: z.enum(["flag", "stop"]),
  writers: z.array(z.string().min(1).max(80)).max(200),
  note: z.string().max(2_000),
});
