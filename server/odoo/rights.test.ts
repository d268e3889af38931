import { expect, test } from "vitest";
import { comparedRight, rightsFor } from "./rights.ts";

const need = (operations: string[]) => ({ model: "sale.order", operations, fields: null, flows: [{ flow: "won", name: "Won" }], optional: false });

test("what flows do is told in the rights that Odoo knows", () => {
  expect(rightsFor(["read", "archive"])).toEqual(["read", "write"]);
  expect(rightsFor(["message"])).toEqual(["read"]);
  expect(rightsFor(["delete", "create"])).toEqual(["read", "create", "unlink"]);
  // a method asks for whatever it does inside: reading the record is the least
  expect(rightsFor(["action_confirm"])).toEqual(["read"]);
});

test("rights are compared both ways: what a flow needs and the user lacks, and what the user has and no flow needs", () => {
  expect(comparedRight({ model: "sale.order", may: ["read", "unlink"], need: need(["create"]), why: null })).toMatchObject({
    isThere: true,
    missing: ["create"],
    surplus: ["unlink"],
    flows: [{ flow: "won", name: "Won" }],
  });
  expect(comparedRight({ model: "res.users", may: ["read", "write"], need: undefined, why: "users" })).toMatchObject({
    missing: [],
    surplus: ["read", "write"],
    about: "users",
  });
});

test("a model that is not there misses everything that is needed of it", () => {
  expect(comparedRight({ model: "sale.order", may: null, need: need(["update"]), why: null })).toMatchObject({
    isThere: false,
    missing: ["read", "write"],
    surplus: [],
  });
});
