/** Environments, and which of them is a sandbox: a test run may really send there, where a person says so. */
import { z } from "zod";
import type { Access, Actor, EnvironmentKey, EnvironmentView } from "#server/app.ts";
import type { Prisma } from "#server/db/prisma.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { AccessDeps } from "./create.ts";

const SET_SANDBOX = sqlFile(import.meta.url, "set-sandbox");
const Was = z.object({ name: z.string(), was: z.boolean() });

export function listEnvironments({ prisma }: Pick<AccessDeps, "prisma">): Promise<EnvironmentView[]> {
  return prisma.environment.findMany({ select: { key: true, name: true, sandbox: true }, orderBy: { position: "asc" } });
}

/** Asked anew each time: what is no sandbox any more must not be sent to. */
export function createIsSandbox({ prisma }: { prisma: Prisma }): (environment: EnvironmentKey) => Promise<boolean> {
  return async (environment) => (await prisma.environment.findUnique({ where: { key: environment }, select: { sandbox: true } }))?.sandbox ?? false;
}

export async function setSandbox(deps: AccessDeps, actor: Actor, q: Parameters<Access["setSandbox"]>[1]): Promise<void> {
  const { environment, sandbox } = q;
  // the table refuses it as well
  if (sandbox && environment === "production")
    throw new UseCaseError({
      code: "sandbox.production",
      status: 422,
      message: "Production cannot be a sandbox: what a test run sends there would be real.",
      fix: "Make development or test one.",
    });
  await inTransaction(deps.pool, async (transaction) => {
    const { rows } = await transaction.query(SET_SANDBOX, [environment, sandbox]);
    if (!rows[0]) throw new UseCaseError({ code: "environment.missing", status: 404, message: `There is no environment ${environment}.` });
    const { name, was } = Was.parse(rows[0]);
    if (was === sandbox) return;
    await deps.audit(
      {
        actor,
        action: "environment.changed",
        subject: { kind: "environment", id: environment, name },
        environment,
        detail: { changes: [{ name: "sandbox", before: was, after: sandbox }] },
      },
      transaction,
    );
  });
}
