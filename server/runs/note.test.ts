import { describe, expect, test } from "vitest";
import { noteOf } from "./note.ts";
import type { Noted } from "./note.ts";

const step = (over: Partial<Noted>): Noted => ({
  type: "map",
  status: "succeeded",
  how: "executed",
  port: "out",
  output: null,
  request: null,
  config: {},
  ...over,
});
const project = { model: "project.project" };
const contact = { model: "res.partner" };

describe("every step run says in words what it did", () => {
  test.each<[Partial<Noted>, string | null]>([
    [{ type: "odoo.create", config: project, output: { id: 12, action: "created", changed: [] } }, "Created project #12"],
    [{ type: "odoo.upsert", config: contact, output: { id: 412, action: "found", changed: [] } }, "Found contact #412, nothing to change"],
    [
      {
        type: "odoo.upsert",
        config: contact,
        output: { id: 412, action: "updated", changed: [{ field: "email", before: false, after: "post@nordlys.example" }, { field: "phone" }] },
      },
      "Found contact #412, 2 fields changed: email nothing → post@nordlys.example; phone nothing → nothing",
    ],
    [
      {
        type: "odoo.create",
        config: { model: "x.y" },
        output: {
          records: [
            { id: 1, action: "created", changed: [] },
            { id: 2, action: "found", changed: [] },
          ],
        },
      },
      "2 × x.y record: 1 created, 1 found with nothing to change",
    ],
    [
      { type: "odoo.create", config: project, how: "found", output: { id: 12, action: "created", changed: [] } },
      "Found by its receipt: not sent again. Created project #12",
    ],
    [{ type: "http", how: "found", output: {} }, "Found by its receipt: not sent again."],
    [{ type: "branch", port: "large" }, "Branch: large"],
    [{ type: "odoo.call", config: { ...project, method: "action_done" }, output: { result: true, action: "called" } }, "Called action_done on project"],
    [
      { type: "odoo.call", config: { ...project, method: "action_done" }, output: { result: null, action: "found" } },
      "action_done was not called: what it does on project is done",
    ],
    [{ type: "filter", output: { items: [], kept: 2, dropped: 3 } }, "Kept 2 of 5"],
    [{ type: "lookup", output: { found: true, value: 1 } }, "Found in the table."],
    [{ type: "lookup", port: "missing", output: { found: false, value: null } }, "Not in the table."],
    [{ type: "lookup", output: { found: false, value: 0 } }, "Not in the table: the other value was taken."],
    [{ type: "approve", port: "changes", output: { by: "Priya Raman", reason: "Price is too low" } }, "Changes requested by Priya Raman: Price is too low"],
    [{ type: "approve", port: "expired", output: {} }, "Nobody decided in time."],
    [{ type: "http", output: { status: 201 }, request: { method: "POST", url: "https://api.example/x?y=1" } }, "POST api.example answered 201"],
    [{ type: "event.publish", config: { topic: "project.activated" }, output: { eventId: "1" } }, "Published project.activated"],
    [{ type: "notify", request: { to: ["a@x.example", "b@x.example", "c@x.example"] } }, "Sent to a@x.example and 2 more"],
    [{ type: "odoo.search", output: { records: [] } }, "Found no record"],
    [{ type: "map", how: "copied" }, "Taken over from the run that this one replays."],
    [{ type: "odoo.create", status: "failed" }, null],
    [{ type: "odoo.create", output: "not what we expect" }, null],
  ])("%j → %s", (over, note) => {
    expect(noteOf(step(over))).toBe(note);
  });
});
