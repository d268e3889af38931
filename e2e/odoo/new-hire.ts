/** New hire in HR → user, employee, project access. */
import type { Json } from "#flow/document.ts";
import type { Case, Proof } from "./proof.ts";
import type { World } from "./world.ts";

async function hire(world: World, missing: boolean): Promise<Case & { correct: () => Promise<unknown> }> {
  const { create, find, mark, target, mailbox } = world;
  const tag = mark();
  const last = `Okafor${tag}`;
  const email = `mira.${last.toLowerCase()}@halvorsen.example`;
  const [tariffs, costs] = [`Tariff model ${tag}`, `Cost accounting ${tag}`];
  await create("project.project", { name: tariffs, privacy_visibility: "followers" });
  const open = () => create("project.project", { name: costs, privacy_visibility: "followers" });
  if (!missing) await open();
  const person = { employee_number: `HP-${tag}`, first_name: "Mira", last_name: last, job_title: "Consultant", start_date: "2026-01-05" };
  const manager = { name: "Priya Raman", email: "priya.raman@halvorsen.example" };
  const body = { ...person, groups: ["consultants"], projects: [tariffs, costs], manager, salary: 64_000 };
  return {
    trigger: { body, headers: {}, query: {} },
    look: async (): Promise<Json> => {
      const users = await find("res.users", [["login", "=", email]], ["name", "partner_id"]);
      const partners = users.map((user) => user.partner_id ?? null);
      return {
        users,
        employees: await find("hr.employee", [["work_email", "=", email]], ["job_title", "user_id"]),
        follows: (
          await find(
            "mail.followers",
            [
              ["res_model", "=", "project.project"],
              ["partner_id", "in", partners],
            ],
            ["res_id"],
          )
        ).length,
        accounts: new Set(
          target.calls.filter(({ body: sent }) => JSON.stringify(sent).includes(email)).map(({ path, body: sent }) => path + JSON.stringify(sent)),
        ).size,
        welcomes: mailbox.messages().filter((mail) => mail.to.includes(email)).length,
      };
    },
    correct: open,
  };
}

export const newHire: Proof = {
  title: "a new hire",
  template: "new-hire-to-employee-and-access",
  ready: (world) => hire(world, false),
  expected: { users: [{}], employees: [{ job_title: "Consultant" }], follows: 2, accounts: 1, welcomes: 1 },
  // when the access is given and nobody has noted it
  deaths: ["effect.sent:3"],
  wrong: async (world) => ({
    ...(await hire(world, true)),
    code: "hire.project_missing",
    before: { users: [{}], employees: [{}], follows: 0, accounts: 0, welcomes: 0 },
    from: "projects",
  }),
};
