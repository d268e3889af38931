import { describe, expect, test } from "vitest";
import { customerOf, requesterOf } from "./trigger-facts.ts";

describe("what a run is called by", () => {
  test.each([
    [{ body: { account: { name: "Acme GmbH", id: "7" } } }, "Acme GmbH"],
    [{ body: { customer: "Nordlicht Energie" } }, "Nordlicht Energie"],
    [{ body: { customer: { name: "Kestrel Logistics" } } }, "Kestrel Logistics"],
    [{ body: { partner_name: " Lumen Health " } }, "Lumen Health"],
    [{ record: { partner_id: [12, "Tessera Bank NV"] } }, "Tessera Bank NV"],
    [{ body: { customer: "", company: { name: "Ostrava Steel" } } }, "Ostrava Steel"],
  ])("the customer is found in %j", (trigger, customer) => {
    expect(customerOf(trigger)).toBe(customer);
  });

  test.each([
    [null],
    ["text"],
    [{ body: null }],
    [{ body: [1, 2] }],
    [{ body: { customer: 12 } }],
    [{ body: { account: ["x"] } }],
    [{ body: { customer: { name: { first: "A" } } } }],
  ])("nothing is made up from %j", (trigger) => {
    expect(customerOf(trigger)).toBeNull();
  });

  test("the person who started the run comes before the names in the payload", () => {
    expect(requesterOf({ startedBy: { name: "Sam Adeyemi" }, body: { owner: { name: "Ingrid Solberg" } } })).toBe("Sam Adeyemi");
  });
});
