/** How a flow's Odoo triggers learn of changes: by Odoo's webhook, or found by our own look, and how long it took. */
import { OdooTriggerConfig } from "#flow/steps/trigger-odoo/step.ts";
import { FlowDocument } from "#flow/document.ts";
import { Failure } from "#flow/failure.ts";
import { z } from "zod";
import type { EnvironmentKey, OdooCoverage } from "#server/app.ts";
import type { FlowsDeps } from "./deps.ts";
import { noFlow } from "./refusals.ts";

const DAY_MS = 86_400_000;
const Webhook = z.enum(["made", "refused", "missing"]);
const Detail = z.object({ reason: z.string().optional() });

export async function odooCoverage(
  { prisma, clock }: Pick<FlowsDeps, "prisma" | "clock">,
  q: { flow: string; environment: EnvironmentKey },
): Promise<OdooCoverage[]> {
  const flow = await prisma.flow.findFirst({
    where: { key: q.flow, archivedAt: null },
    include: { deployments: { where: { active: true, environment: q.environment }, include: { version: true } } },
  });
  if (!flow) throw noFlow(q.flow);
  const [deployment] = flow.deployments;
  if (!deployment) return [];
  const document = FlowDocument.parse(deployment.version.document);
  const registrations = await prisma.registration.findMany({ where: { flowId: flow.id, environment: q.environment, active: true, type: "trigger.odoo" } });
  const found = registrations.map(async (registration): Promise<OdooCoverage[]> => {
    const config = OdooTriggerConfig.safeParse(document.steps.find((step) => step.id === registration.stepId)?.config).data;
    if (!config) return [];
    const of = { registrationId: registration.id };
    const [watch, sums] = await Promise.all([
      prisma.odooWatch.findUnique({ where: of }),
      prisma.odooCoverage.aggregate({
        where: { ...of, hour: { gte: new Date(clock.now() - DAY_MS) } },
        _sum: { byWebhook: true, bySweep: true, byIds: true, echoes: true, lagMs: true },
        _max: { longestLagMs: true },
      }),
    ]);
    const { byWebhook, bySweep, byIds, echoes, lagMs } = sums._sum;
    const timed = (byWebhook ?? 0) + (bySweep ?? 0);
    const failure = Failure.safeParse(watch?.failure).data ?? null;
    return [
      {
        step: registration.stepId,
        model: config.model,
        connection: config.connection,
        fields: config.fields,
        on: config.on,
        state: failure ? "failing" : !watch?.spec ? "waiting" : watch.baselineId !== null ? "noting" : "watching",
        webhook: Webhook.safeParse(watch?.webhook).data ?? null,
        webhookReason: Detail.safeParse(watch?.webhookDetail).data?.reason ?? null,
        byWebhook: byWebhook ?? 0,
        bySweep: bySweep ?? 0,
        byIds: byIds ?? 0,
        echoes: echoes ?? 0,
        averageLagMs: timed === 0 ? null : Math.round(Number(lagMs ?? 0) / timed),
        longestLagMs: timed === 0 ? null : Number(sums._max.longestLagMs ?? 0),
        sweptAt: watch?.sweptAt?.toISOString() ?? null,
        failure,
      },
    ];
  });
  return (await Promise.all(found)).flat();
}
