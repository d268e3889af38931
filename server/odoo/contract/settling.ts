import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { failureOf } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function settling({ port, options, key, unique, read, createOne }: ContractWorld): void {
  describe("settings of a connection", () => {
    it("give times without a zone the zone of the place, and days of moments the day that it is there", async () => {
      const project = await createOne({
        externalId: key(),
        connection: "oslo",
        model: "project.project",
        values: { name: unique("Place"), date_start: "2026-12-01", date: "2026-12-31T23:30:00Z" },
      });
      expect(await read("project.project", project.id, ["date_start", "date"])).toMatchObject({ date_start: "2026-12-01", date: "2027-01-01" });
      const values = { name: unique("Meet"), project_id: project.id, date_deadline: "2026-07-01 18:00:00" };
      const task = await createOne({ externalId: key(), connection: "oslo", model: "project.task", values });
      expect(await read("project.task", task.id, ["date_deadline"])).toMatchObject({ date_deadline: "2026-07-01 16:00:00" });
      const call = {
        connection: "oslo",
        model: "project.task",
        target: { ids: [task.id] },
        values: { date_deadline: "2026-07-01T16:00:00Z" },
        externalId: key(),
      };
      expect(await port.update(call, options())).toMatchObject([{ action: "found" }]);
    });

    it("name the language or the company that the login does not have", async () => {
      const ask = (connection: string) => failureOf(port.search({ connection, model: "res.partner", domain: [], fields: ["name"], limit: 1 }, options()));
      expect(await ask("no-language")).toMatchObject({
        class: "technical",
        kind: "configuration",
        code: "odoo.language",
        message: expect.stringContaining("xx_XX"),
      });
      expect(await ask("no-company")).toMatchObject({ kind: "authorization", code: "odoo.access_denied", fix: expect.stringContaining("Allow the company") });
    });

    it("are overruled by what a step says itself", async () => {
      const call = { connection: "no-language", model: "res.partner", domain: [], fields: ["name"], limit: 1, context: { lang: "en_US" } };
      expect((await port.search(call, options())).records).toHaveLength(1);
    });
  });

  describe("reading", () => {
    it("counts all that fit beside a page of them, and says null for nothing where it is asked to", async () => {
      const ref = `Count ${randomUUID()}`;
      for (const name of ["one", "two", "three"]) await createOne({ externalId: key(), values: { name: unique(name), ref } });
      const call = { connection: "odoo", model: "res.partner", domain: [["ref", "=", ref]], fields: ["email", "is_company", "country_id"], limit: 2 };
      const found = await port.search({ ...call, count: true, empty: "null" }, options());
      expect(found.count).toBe(3);
      expect(found.records).toMatchObject([{ email: null, is_company: false, country_id: null }, {}]);
      expect((await port.search(call, options())).records[0]).toMatchObject({ email: false, country_id: false });
    });
  });
}
