import { describe, expect, it } from "vitest";
import { ENVIRONMENT } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function filling({ metadata }: ContractWorld): void {
  describe("defaults", () => {
    it("tells which required fields it fills in by itself, so that nobody is asked for them", async () => {
      const fields = await metadata.fields({ environment: ENVIRONMENT, connection: "odoo", model: "sale.order" });
      const filled = fields.filter((field) => field.filled).map((field) => field.name);
      expect(filled).toContain("name");
      expect(filled).not.toContain("partner_id");
    });
  });
}
