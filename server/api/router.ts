/** The tRPC router of our own pages: `<room>.<useCase>`, a mirror of server/app.ts with a permission beside each. */
import { z } from "zod";
import { governance } from "./governance.ts";
import * as i from "./inputs.ts";
import { procedure, router } from "./procedure.ts";

const nothing = z.undefined().optional();

const flows = router({
  mappings: procedure("flow.read")
    .input(i.OfModelInFlows)
    .query(({ ctx, input }) => ctx.app.flows.mappings(input)),
  list: procedure("flow.read")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.flows.list(input)),
  governed: procedure("flow.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.flows.governed()),
  others: procedure("flow.read")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.flows.others(input)),
  create: procedure("flow.edit")
    .input(i.CreateFlow)
    .mutation(({ ctx, input }) => ctx.app.flows.create(ctx.actor, input)),
  draft: procedure("flow.read")
    .input(i.ofFlow)
    .query(({ ctx, input }) => ctx.app.flows.draft(input)),
  saveDraft: procedure("flow.edit")
    .input(i.SaveDraft)
    .mutation(({ ctx, input }) => ctx.app.flows.saveDraft(ctx.actor, input)),
  draftChanges: procedure("flow.read")
    .input(i.ofFlow)
    .query(({ ctx, input }) => ctx.app.flows.draftChanges(input)),
  validate: procedure("flow.read")
    .input(i.ValidateFlow)
    .mutation(({ ctx, input }) => ctx.app.flows.validate(input)),
  publish: procedure("flow.publish")
    .input(i.PublishFlow)
    .mutation(({ ctx, input }) => ctx.app.flows.publish(ctx.actor, input)),
  versions: procedure("flow.read")
    .input(i.ofFlow)
    .query(({ ctx, input }) => ctx.app.flows.versions(input)),
  version: procedure("flow.read")
    .input(i.OfVersion)
    .query(({ ctx, input }) => ctx.app.flows.version(input)),
  deploy: procedure("flow.deploy")
    .input(i.DeployFlow)
    .mutation(({ ctx, input }) => ctx.app.flows.deploy(ctx.actor, input)),
  // a webhook's address holds its secret token: only for those who may deploy
  triggers: procedure("flow.deploy")
    .input(i.FlowIn)
    .query(({ ctx, input }) => ctx.app.flows.triggers(input)),
  odooCoverage: procedure("flow.read")
    .input(i.FlowIn)
    .query(({ ctx, input }) => ctx.app.flows.odooCoverage(input)),
  import: procedure("flow.deploy")
    .input(i.ImportFlow)
    .mutation(({ ctx, input }) => ctx.app.flows.import(ctx.actor, input)),
  templates: procedure("flow.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.flows.templates()),
  export: procedure("flow.read")
    .input(i.ExportFlow)
    .query(({ ctx, input }) => ctx.app.flows.export(input)),
  diff: procedure("flow.read")
    .input(i.DiffFlow)
    .query(({ ctx, input }) => ctx.app.flows.diff(input)),
  samples: procedure("flow.read")
    .input(i.ofFlow)
    .query(({ ctx, input }) => ctx.app.flows.samples(input)),
  saveSample: procedure("flow.edit")
    .input(i.SaveSample)
    .mutation(({ ctx, input }) => ctx.app.flows.saveSample(ctx.actor, input)),
  captureSample: procedure("flow.edit")
    .input(i.CaptureSample)
    .mutation(({ ctx, input }) => ctx.app.flows.captureSample(ctx.actor, input)),
  removeSample: procedure("flow.edit")
    .input(i.OfSample)
    .mutation(({ ctx, input }) => ctx.app.flows.removeSample(ctx.actor, input)),
  pinOutput: procedure("flow.edit")
    .input(i.PinOutput)
    .mutation(({ ctx, input }) => ctx.app.flows.pinOutput(ctx.actor, input)),
  testRun: procedure("flow.edit")
    .input(i.TestRun)
    .mutation(({ ctx, input }) => ctx.app.flows.testRun(ctx.actor, input)),
  sendTestRun: procedure("flow.send")
    .input(i.SendTestRun)
    .mutation(({ ctx, input }) => ctx.app.flows.sendTestRun(ctx.actor, input)),
  backtest: procedure("flow.edit")
    .input(i.Backtest)
    .mutation(({ ctx, input }) => ctx.app.flows.backtest(ctx.actor, input)),
  evaluate: procedure("flow.edit")
    .input(i.Evaluate)
    .mutation(({ ctx, input }) => ctx.app.flows.evaluate(input)),
});

const presence = router({
  look: procedure("flow.read")
    .input(i.Look)
    .mutation(({ ctx, input }) => ctx.app.presence.look(ctx.actor, input)),
});

const runs = router({
  overlay: procedure("run.read")
    .input(i.Overlay)
    .query(({ ctx, input }) => ctx.app.runs.overlay(input)),
  list: procedure("run.read")
    .input(i.ListRuns)
    .query(({ ctx, input }) => ctx.app.runs.list(input)),
  get: procedure("run.read")
    .input(i.ofRun)
    .query(({ ctx, input }) => ctx.app.runs.get(input)),
  parts: procedure("run.read")
    .input(i.PartsOfRun)
    .query(({ ctx, input }) => ctx.app.runs.parts(input)),
  forms: procedure("run.start")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.runs.forms(input)),
  submitForm: procedure("run.start")
    .input(i.SubmitForm)
    .mutation(({ ctx, input }) => ctx.app.runs.submitForm(ctx.actor, input)),
  start: procedure("run.start")
    .input(i.StartRun)
    .mutation(({ ctx, input }) => ctx.app.runs.start(ctx.actor, input)),
  replay: procedure("run.replay")
    .input(i.Replay)
    .mutation(({ ctx, input }) => ctx.app.runs.replay(ctx.actor, input)),
  reveal: procedure("run.reveal")
    .input(i.Reveal)
    .mutation(({ ctx, input }) => ctx.app.runs.reveal(ctx.actor, input)),
  replayPreview: procedure("run.replay")
    .input(i.Replay)
    .mutation(({ ctx, input }) => ctx.app.runs.replayPreview(input)),
  cancel: procedure("run.cancel")
    .input(i.CancelRun)
    .mutation(({ ctx, input }) => ctx.app.runs.cancel(ctx.actor, input)),
  decideDeleted: procedure("run.replay")
    .input(i.DecideDeleted)
    .mutation(({ ctx, input }) => ctx.app.runs.decideDeleted(ctx.actor, input)),
  settleOutcome: procedure("run.replay")
    .input(i.SettleOutcome)
    .mutation(({ ctx, input }) => ctx.app.runs.settleOutcome(ctx.actor, input)),
});

const replays = router({
  preview: procedure("run.replay")
    .input(i.PreviewReplays)
    .mutation(({ ctx, input }) => ctx.app.replays.preview(input)),
  begin: procedure("run.replay")
    .input(i.BeginReplays)
    .mutation(({ ctx, input }) => ctx.app.replays.begin(ctx.actor, input)),
  get: procedure("run.read")
    .input(i.OfBulkReplay)
    .query(({ ctx, input }) => ctx.app.replays.get(input)),
  list: procedure("run.read")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.replays.list(input)),
  runs: procedure("run.read")
    .input(i.BulkReplayRuns)
    .query(({ ctx, input }) => ctx.app.replays.runs(input)),
  pause: procedure("run.replay")
    .input(i.OfBulkReplay)
    .mutation(({ ctx, input }) => ctx.app.replays.pause(ctx.actor, input)),
  resume: procedure("run.replay")
    .input(i.OfBulkReplay)
    .mutation(({ ctx, input }) => ctx.app.replays.resume(ctx.actor, input)),
  cancel: procedure("run.replay")
    .input(i.OfBulkReplay)
    .mutation(({ ctx, input }) => ctx.app.replays.cancel(ctx.actor, input)),
});

const approvals = router({
  list: procedure("approval.read")
    .input(i.ListApprovals)
    .query(({ ctx, input }) => ctx.app.approvals.list(ctx.actor, input)),
  get: procedure("approval.read")
    .input(i.OfApproval)
    .query(({ ctx, input }) => ctx.app.approvals.get(ctx.actor, input)),
  decide: procedure("approval.decide")
    .input(i.Decide)
    .mutation(({ ctx, input }) => ctx.app.approvals.decide(ctx.actor, input)),
  undo: procedure("approval.decide")
    .input(i.OfApproval)
    .mutation(({ ctx, input }) => ctx.app.approvals.undo(ctx.actor, input)),
});

const connections = router({
  list: procedure("connection.read")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.connections.list(input)),
  get: procedure("connection.read")
    .input(i.ofConnection)
    .query(({ ctx, input }) => ctx.app.connections.get(input)),
  create: procedure("connection.edit")
    .input(i.CreateConnection)
    .mutation(({ ctx, input }) => ctx.app.connections.create(ctx.actor, input)),
  update: procedure("connection.edit")
    .input(i.UpdateConnection)
    .mutation(({ ctx, input }) => ctx.app.connections.update(ctx.actor, input)),
  remove: procedure("connection.edit")
    .input(i.ofConnection)
    .mutation(({ ctx, input }) => ctx.app.connections.remove(ctx.actor, input)),
  test: procedure("connection.test")
    .input(i.ofConnection)
    .mutation(({ ctx, input }) => ctx.app.connections.test(ctx.actor, input)),
  // a question to another system, and no change of ours
  probe: procedure("connection.edit")
    .input(i.ProbeOdoo)
    .mutation(({ ctx, input }) => ctx.app.connections.probe(ctx.actor, input)),
  tryOut: procedure("connection.edit")
    .input(i.TryConnection)
    .mutation(({ ctx, input }) => ctx.app.connections.tryOut(ctx.actor, input)),
  replaceKey: procedure("connection.edit")
    .input(i.ReplaceKey)
    .mutation(({ ctx, input }) => ctx.app.connections.replaceKey(ctx.actor, input)),
  makeKey: procedure("connection.edit")
    .input(i.MakeKey)
    .mutation(({ ctx, input }) => ctx.app.connections.makeKey(ctx.actor, input)),
  needs: procedure("connection.read")
    .input(i.ofConnection)
    .query(({ ctx, input }) => ctx.app.connections.needs(input)),
  rights: procedure("connection.test")
    .input(i.ofConnection)
    .mutation(({ ctx, input }) => ctx.app.connections.rights(ctx.actor, input)),
  // names only; a value never leaves
  secrets: procedure("settings.read")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.connections.secrets(input)),
  putSecret: procedure("secret.edit")
    .input(i.PutSecret)
    .mutation(({ ctx, input }) => ctx.app.connections.putSecret(ctx.actor, input)),
  variables: procedure("settings.read")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.connections.variables(input)),
  putVariable: procedure("connection.edit")
    .input(i.PutVariable)
    .mutation(({ ctx, input }) => ctx.app.connections.putVariable(ctx.actor, input)),
  setPracticeFault: procedure("connection.test")
    .input(i.SetPracticeFault)
    .mutation(({ ctx, input }) => ctx.app.connections.setPracticeFault(ctx.actor, input)),
  practiceFault: procedure("connection.read")
    .input(i.ofConnection)
    .query(({ ctx, input }) => ctx.app.connections.practiceFault(input)),
});

const odoo = router({
  models: procedure("connection.read")
    .input(i.OfOdoo)
    .query(({ ctx, input }) => ctx.app.odoo.models(input)),
  fields: procedure("connection.read")
    .input(i.OfOdooModel)
    .query(({ ctx, input }) => ctx.app.odoo.fields(input)),
  methods: procedure("connection.read")
    .input(i.OfOdooModel)
    .query(({ ctx, input }) => ctx.app.odoo.methods(input)),
});

const access = router({
  people: procedure("people.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.access.people()),
  createPerson: procedure("people.manage")
    .input(i.CreatePerson)
    .mutation(({ ctx, input }) => ctx.app.access.createPerson(ctx.actor, input)),
  updatePerson: procedure("people.manage")
    .input(i.UpdatePerson)
    .mutation(({ ctx, input }) => ctx.app.access.updatePerson(ctx.actor, input)),
  groups: procedure("people.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.access.groups()),
  environments: procedure("settings.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.access.environments()),
  setSandbox: procedure("settings.edit")
    .input(i.SetSandbox)
    .mutation(({ ctx, input }) => ctx.app.access.setSandbox(ctx.actor, input)),
  apiKeys: procedure("people.manage")
    .input(nothing)
    .query(({ ctx }) => ctx.app.access.apiKeys()),
  createApiKey: procedure("people.manage")
    .input(i.CreateApiKey)
    .mutation(({ ctx, input }) => ctx.app.access.createApiKey(ctx.actor, input)),
  revokeApiKey: procedure("people.manage")
    .input(i.RevokeApiKey)
    .mutation(({ ctx, input }) => ctx.app.access.revokeApiKey(ctx.actor, input)),
});

const audit = router({
  list: procedure("audit.read")
    .input(i.ListAudit)
    .query(({ ctx, input }) => ctx.app.audit.list(input)),
});

const events = router({
  publish: procedure("run.start")
    .input(i.PublishEvent)
    .mutation(({ ctx, input }) => ctx.app.events.publish(ctx.actor, input)),
  list: procedure("run.read")
    .input(i.ListEvents)
    .query(({ ctx, input }) => ctx.app.events.list(input)),
});

const overview = router({
  get: procedure("run.read")
    .input(i.inEnvironment)
    .query(({ ctx, input }) => ctx.app.overview.get(ctx.actor, input)),
});

const history = router({
  policies: procedure("settings.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.history.policies()),
  setPolicy: procedure("settings.edit")
    .input(i.SetPolicy)
    .mutation(({ ctx, input }) => ctx.app.history.setPolicy(ctx.actor, input)),
});

export const appRouter = router({ flows, runs, approvals, connections, odoo, access, audit, events, overview, history, replays, presence, governance });
export type AppRouter = typeof appRouter;
