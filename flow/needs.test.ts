import { expect, test } from "vitest";
import { FlowDocument } from "./document.ts";
import { asFlow, needsOf, withConnections } from "./needs.ts";
import { validate } from "./validate.ts";

const document = FlowDocument.parse({
  throughline: 1,
  flow: { key: "sync", name: "Sync" },
  steps: [
    { id: "in", type: "trigger.webhook", config: { auth: { kind: "bearer", secret: { secretRef: "crm" } }, dedupe: { $: "trigger.body.id" } } },
    {
      id: "all",
      type: "each",
      config: {
        source: { connection: "odoo", model: "res.partner", domain: [], fields: ["name"] },
        body: { steps: [{ id: "put", type: "http", config: { connection: "crm-api", method: "PUT", url: "/x" } }], edges: [] },
      },
    },
    { id: "tell", type: "notify", config: { channel: "email", connection: "mail", to: ["a@b.example"], subject: "x", text: "y" } },
  ],
  edges: [
    { from: "in", to: "all" },
    { from: "all", to: "tell" },
  ],
});

test("what a flow needs is named with its kind, inside a for each too", () => {
  expect(needsOf(document)).toEqual({
    connections: [
      { key: "odoo", kind: "odoo" },
      { key: "crm-api", kind: "http" },
      { key: "mail", kind: "smtp" },
    ],
    secrets: ["crm"],
  });
});

test("a flow moves to other connections wherever it names them, and stays the same flow", () => {
  const moved = withConnections(document, { odoo: "odoo-eu", "crm-api": "hubspot" });
  expect(needsOf(moved).connections.map((connection) => connection.key)).toEqual(["odoo-eu", "hubspot", "mail"]);
  const known = {
    connections: [
      { key: "odoo-eu", kind: "odoo" },
      { key: "hubspot", kind: "http" },
      { key: "mail", kind: "smtp" },
    ],
    secrets: ["crm"],
  };
  expect(validate(moved, known).filter((problem) => problem.severity === "error")).toEqual([]);
  expect(asFlow(document, { key: "copy", name: "Copy" }).flow).toEqual({ key: "copy", name: "Copy" });
});
