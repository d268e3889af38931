import { describe, expect, it } from "vitest";
import { ENVIRONMENT } from "./world.ts";
import type { ContractWorld } from "./world.ts";

export function filling({ metadata }: ContractWorld): void {
  describe("defaults", () => {
    it("tells which required fields it fills in by itself, so that nobody is asked for them", async () => {
      const names = await metadata.defaults({ environment: ENVIRONMENT, connection: "odoo", model: "sale.order" });
      expect(names).toContain("name");
      expect(names).not.toContain("partner_id");
    });
  });
}
