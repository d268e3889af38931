/** The room of flows: drawn as drafts, frozen as versions, listening as deployments. */
import { validate } from "#flow/validate.ts";
import type { Flows } from "#server/app.ts";
import { backtest } from "./backtest.ts";
import { deploy, triggersOf } from "./deploy.ts";
import type { FlowsDeps } from "./deps.ts";
import { listDraftChanges } from "./draft-changes.ts";
import { createFlow, readDraft, saveDraft } from "./drafts.ts";
import { governedOf } from "./governed.ts";
import { importFlow } from "./import.ts";
import { knowledgeOf } from "./knowledge.ts";
import { createFlowList } from "./list.ts";
import { earlierMappings } from "./mappings.ts";
import { listTemplates } from "./templates.ts";
import { otherFlows } from "./other-flows.ts";
import { odooCoverage } from "./odoo-coverage.ts";
import { captureSample, listSamples, pinOutput, removeSample, saveSample } from "./samples.ts";
import { evaluateAll, sendTestRun, testRun } from "./try-out.ts";
import { diff, exportFlow, listVersions, publish, readVersion } from "./versions.ts";

export function createFlows(deps: FlowsDeps): Flows {
  const list = createFlowList(deps);
  return {
    mappings: (q) => earlierMappings(deps, q),
    list: (q) => list(q.environment),
    governed: () => governedOf(deps.prisma),
    others: (q) => otherFlows(deps, q.environment),
    create: (actor, q) => createFlow(deps, actor, q),
    draft: (q) => readDraft(deps, q.flow),
    draftChanges: (q) => listDraftChanges(deps, q.flow),
    saveDraft: (actor, q) => saveDraft(deps, actor, q),
    validate: async (q) => validate(q.document, await knowledgeOf(deps, q.environment, q.document)),
    publish: (actor, q) => publish(deps, actor, q),
    versions: (q) => listVersions(deps, q.flow),
    version: (q) => readVersion(deps, q),
    deploy: (actor, q) => deploy(deps, actor, q),
    triggers: (q) => triggersOf(deps, q),
    odooCoverage: (q) => odooCoverage(deps, q),
    import: (actor, q) => importFlow(deps, actor, q),
    templates: async () => listTemplates(),
    export: (q) => exportFlow(deps, q),
    diff: (q) => diff(deps, q),
    samples: (q) => listSamples(deps, q.flow),
    saveSample: (actor, q) => saveSample(deps, actor, q),
    captureSample: (actor, q) => captureSample(deps, actor, q),
    removeSample: (actor, q) => removeSample(deps, actor, q),
    pinOutput: (actor, q) => pinOutput(deps, actor, q),
    testRun: (_actor, q) => testRun(deps, q),
    sendTestRun: (actor, q) => sendTestRun(deps, actor, q),
    backtest: (_actor, q) => backtest(deps, q),
    evaluate: (q) => evaluateAll(deps, q),
  };
}
