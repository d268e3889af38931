import { expect, test } from "vitest";
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import { consequencesOf } from "./consequences.ts";

const step = (id: string, type: string, config: Step["config"] = {}, name?: string): Step => ({ id, type, config, ...(name ? { name } : {}) });
const document = (steps: Step[], edges: Edge[]): FlowDocument => ({ throughline: 1, flow: { key: "f", name: "F" }, steps, edges });

//                    ┌─approved─▶ cust ─▶ proj ─▶ tell
// won ─▶ map ─▶ ask ─┼─changes──▶ map (rework)
//                    └─rejected─▶ no
const won = document(
  [
    step("won", "trigger.webhook"),
    step("map", "map", {}, "Map"),
    step("ask", "approve"),
    step("cust", "odoo.upsert", { model: "res.partner" }),
    step("proj", "odoo.create", { model: "project.project" }),
    step("tell", "event.publish", { topic: "project.activated" }),
    step("no", "stop"),
  ],
  [
    { from: "won", to: "map" },
    { from: "map", to: "ask" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
    { from: "ask", port: "rejected", to: "no" },
    { from: "cust", to: "proj" },
    { from: "cust", port: "error", to: "no" },
    { from: "proj", to: "tell" },
  ],
);

test("each choice is said in one sentence, without error paths", () => {
  expect(consequencesOf({ document: won, step: "ask", simulated: null })).toEqual({
    approved: "Contact created or updated and project created in Odoo; the event project.activated is published.",
    changes: "Goes back to Map with your reason.",
    rejected: "Nothing is written to Odoo; the run ends.",
  });
});

test("a dry run says which records are created and which updated", () => {
  const simulated = [
    { step: "cust", previews: [{ system: "odoo" as const, title: "Update contact Acme", action: "update" as const, fields: [] }] },
    { step: "proj", previews: [{ system: "odoo" as const, title: "Create project", action: "create" as const, fields: [] }] },
    { step: "tell", previews: [{ system: "event" as const, title: "Publish", action: "send" as const, fields: [] }] },
  ];
  expect(consequencesOf({ document: won, step: "ask", simulated }).approved).toBe(
    "Contact updated and project created in Odoo; the event project.activated is published.",
  );
});

test("an outcome that is not wired ends the path", () => {
  const bare = document([step("ask", "approve")], []);
  expect(consequencesOf({ document: bare, step: "ask", simulated: null }).rejected).toBe("Nothing is written to Odoo; this path ends here.");
});

// ask ─approved─▶ second ─approved─▶ cust
test("what comes after the next approval is that approval's business", () => {
  const two = document(
    [step("ask", "approve"), step("second", "approve", {}, "Finance"), step("cust", "odoo.create", { model: "res.partner" })],
    [
      { from: "ask", port: "approved", to: "second" },
      { from: "second", port: "approved", to: "cust" },
    ],
  );
  expect(consequencesOf({ document: two, step: "ask", simulated: null }).approved).toBe("Nothing is written to Odoo; Finance is asked next.");
});
