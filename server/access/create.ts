/** The room of people, groups, environments and keys. */
import type { Access } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Prisma } from "#server/db/prisma.ts";
import type { Clock, RecordAudit } from "#server/deps.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
import { listEnvironments, setSandbox } from "./environments.ts";
import { createPerson, listPeople, updatePerson } from "./people.ts";

export type AccessDeps = { pool: Pool; prisma: Prisma; audit: RecordAudit; clock: Clock };

export function createAccess(deps: AccessDeps): Access {
  return {
    people: () => listPeople(deps),
    createPerson: (actor, q) => createPerson(deps, actor, q),
    updatePerson: (actor, q) => updatePerson(deps, actor, q),
    groups: async () => {
      const groups = await deps.prisma.group.findMany({ include: { members: { include: { user: true } } }, orderBy: { name: "asc" } });
      return groups.map((group) => ({ key: group.key, name: group.name, members: group.members.map(({ user }) => ({ id: user.id, name: user.name })) }));
    },
    environments: () => listEnvironments(deps),
    setSandbox: (actor, q) => setSandbox(deps, actor, q),
    apiKeys: () => listApiKeys(deps),
    createApiKey: (actor, q) => createApiKey(deps, actor, q),
    revokeApiKey: (actor, q) => revokeApiKey(deps, actor, q),
  };
}
