/** Prisma over the same database. Engine tables are read-only here: their one writer is server/engine. */
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../prisma/generated/client.ts";

export type Prisma = PrismaClient;

export function createPrisma(q: { url: string }): Prisma {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: q.url, max: 10, application_name: "throughline-prisma" }) });
}
