import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test("every model of the Prisma schema can be read from the migrated database", async () => {
  const models = Object.keys(db.prisma).filter((name) => !name.startsWith("$") && !name.startsWith("_"));
  expect(models.length).toBeGreaterThan(20);
  for (const model of models) {
    const delegate: unknown = Reflect.get(db.prisma, model);
    if (typeof delegate !== "object" || delegate === null) continue;
    const findMany: unknown = Reflect.get(delegate, "findMany");
    if (typeof findMany !== "function") continue;
    await expect(findMany.call(delegate, { take: 1 }), model).resolves.toBeInstanceOf(Array);
  }
});

test("run and step_row are partitioned by month, with partitions made ahead", async () => {
  const { rows } = await db.pool.query<{ parent: string; partitions: string }>(
    "select inhparent::regclass::text as parent, count(*) as partitions from pg_inherits where inhparent in ('run'::regclass, 'step_row'::regclass) group by 1 order by 1",
  );
  expect(rows).toEqual([
    { parent: "run", partitions: "4" },
    { parent: "step_row", partitions: "4" },
  ]);
});
