/** The contract against the Odoo that ODOO_URL names. Without one there is nothing to prove here, and the file says so. */
import { describe, it } from "vitest";
import { odooContract } from "./contract.ts";

const { ODOO_URL: url, ODOO_DB: database, ODOO_LOGIN: login, ODOO_API_KEY: apiKey } = process.env;

if (url && database && login && apiKey) {
  odooContract("a real Odoo", async () => ({ url, database, login, apiKey }));
  odooContract("a real Odoo by JSON-RPC", async () => ({ url, database, login, apiKey, protocol: "json-rpc" }));
} else
  describe("a real Odoo", () => {
    it.skip("keeps the contract (set ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY)", () => {});
  });
