/** What is known of an environment when a flow is checked: its connections and the names of its secrets. */
import type { Knowledge } from "#flow/problem.ts";
import type { EnvironmentKey } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { FlowsDeps } from "./deps.ts";

/** @throws UseCaseError environment.missing */
export async function knowledgeOf({ prisma }: Pick<FlowsDeps, "prisma">, environment: EnvironmentKey): Promise<Knowledge> {
  const [known, connections, secrets] = await Promise.all([
    prisma.environment.findUnique({ where: { key: environment } }),
    prisma.connection.findMany({ where: { environment }, select: { key: true, kind: true } }),
    prisma.secret.findMany({ where: { environment }, select: { name: true } }),
  ]);
  if (!known)
    throw new UseCaseError({
      code: "environment.missing",
      status: 404,
      message: `There is no environment ${environment}.`,
      fix: "Use one of development, test and production.",
    });
  return { connections, secrets: secrets.map((secret) => secret.name) };
}
