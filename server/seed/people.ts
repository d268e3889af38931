/** The people of the demo firm, Halvorsen Partners: one for each role. */
import type { Access, Actor, PersonView, Role } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";

const PUT_GROUP = sqlFile(import.meta.url, "put-group");

/** The product itself, when it sets things up. */
export const SYSTEM: Actor = { kind: "system", id: "throughline", name: "Throughline", role: "administrator" };

export const DEMO_DOMAIN = "halvorsen.example";

const PEOPLE = {
  analyst: { name: "Hanna Lind", email: `hanna.lind@${DEMO_DOMAIN}`, groups: ["delivery-ops"] },
  approver: { name: "Priya Raman", email: `priya.raman@${DEMO_DOMAIN}`, groups: ["project-office"] },
  operator: { name: "Sam Adeyemi", email: `sam.adeyemi@${DEMO_DOMAIN}`, groups: ["delivery-ops"] },
  administrator: { name: "Tomasz Zieliński", email: `tomasz.zielinski@${DEMO_DOMAIN}`, groups: [] },
  viewer: { name: "Noor Haddad", email: `noor.haddad@${DEMO_DOMAIN}`, groups: [] },
} as const satisfies Record<Role, { name: string; email: string; groups: readonly string[] }>;

const GROUPS = [
  { key: "project-office", name: "Project office" },
  { key: "delivery-ops", name: "Delivery operations" },
];

/** Makes those who are missing. */
export async function seedPeople(q: { access: Access; pool: Pool; password: string }): Promise<Record<Role, Actor>> {
  for (const group of GROUPS) await q.pool.query(PUT_GROUP, [group.key, group.name]);
  const known = await q.access.people();
  const person = async (role: Role): Promise<Actor> => {
    const { name, email, groups } = PEOPLE[role];
    const there = known.find((each) => each.email === email);
    const made = there ?? (await q.access.createPerson(SYSTEM, { name, email, role, password: q.password }));
    if (groups.some((group) => !made.groups.includes(group))) await q.access.updatePerson(SYSTEM, { id: made.id, groups: [...groups] });
    return actorOf(made);
  };
  const [analyst, approver, operator, administrator, viewer] = await Promise.all([
    person("analyst"),
    person("approver"),
    person("operator"),
    person("administrator"),
    person("viewer"),
  ]);
  return { analyst, approver, operator, administrator, viewer };
}

function actorOf(person: PersonView): Actor {
  return { kind: "person", id: person.id, name: person.name, email: person.email, role: person.role };
}
