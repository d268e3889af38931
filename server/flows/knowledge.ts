/** What is known of an environment when a flow is checked: its connections, the names of its secrets, the flows that can be called there, and the models of its Odoo. */
import type { FlowDocument } from "#flow/document.ts";
import { allSteps } from "#flow/nested.ts";
import { odooModelsOf } from "#flow/odoo-models.ts";
import type { OdooModelFact } from "#flow/odoo-shape.ts";
import type { Knowledge } from "#flow/problem.ts";
import type { EnvironmentKey } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { FlowsDeps } from "./deps.ts";
import { governedOf } from "./governed.ts";
import { calledFlows } from "./other-flows.ts";

/** Publishing and deploying must not hang on an Odoo that does not answer. */
const PATIENCE_MS = 3_000;

/** @throws UseCaseError environment.missing */
export async function knowledgeOf(
  { pool, prisma, odoo }: Pick<FlowsDeps, "pool" | "prisma" | "odoo">,
  environment: EnvironmentKey,
  document?: FlowDocument,
): Promise<Knowledge> {
  const [known, connections, secrets, governed, flows, models] = await Promise.all([
    prisma.environment.findUnique({ where: { key: environment } }),
    prisma.connection.findMany({ where: { environment }, select: { key: true, kind: true } }),
    prisma.secret.findMany({ where: { environment }, select: { name: true } }),
    governedOf(prisma),
    document && callsFlows(document) ? calledFlows({ pool }, environment) : null,
    document ? modelsOf(odoo, environment, document) : [],
  ]);
  if (!known)
    throw new UseCaseError({
      code: "environment.missing",
      status: 404,
      message: `There is no environment ${environment}.`,
      fix: "Use one of development, test and production.",
    });
  return { connections, secrets: secrets.map((secret) => secret.name), ...governed, ...(flows ? { flows } : {}), odoo: models };
}

const callsFlows = (document: FlowDocument): boolean => allSteps(document).some(({ type }) => type === "subflow");

/** Of an environment only what its Odoo is like: a version is no environment's, and may miss connections and secrets. */
export async function odooKnownOf({ odoo }: Pick<FlowsDeps, "odoo">, environment: EnvironmentKey, document: FlowDocument): Promise<Knowledge> {
  return { odoo: await modelsOf(odoo, environment, document) };
}

/** A model that cannot be read in time is not known, and what is not known is no problem. */
async function modelsOf(odoo: FlowsDeps["odoo"], environment: EnvironmentKey, document: FlowDocument): Promise<OdooModelFact[]> {
  const asked = odooModelsOf(document).map(async ({ isCalled, ...each }): Promise<OdooModelFact[]> => {
    const [fields, told] = await Promise.all([
      withinTime(odoo.fields({ environment, ...each })),
      isCalled ? withinTime(odoo.methods({ environment, ...each })) : null,
    ]);
    return fields === null ? [] : [{ ...each, fields, ...(told?.kind === "told" ? { methods: told.methods } : {}) }];
  });
  return (await Promise.all(asked)).flat();
}

async function withinTime<T>(work: Promise<T>): Promise<T | null> {
  let stop: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    stop = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(stop);
  }
}
