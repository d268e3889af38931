import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Json } from "../document.ts";
import { comparisonIn, comparisonsOf, valueFor } from "./operators.ts";
import { readDomainText } from "./read-text.ts";
import { domainText } from "./text.ts";
import { readDomain, writtenDomain } from "./tree.ts";
import type { DomainGroup, DomainNode } from "./tree.ts";

const condition = (field: string, operator = "=", value: Json = true, isNot = false): DomainNode => ({ kind: "condition", isNot, field, operator, value });
const group = (how: "and" | "or", of: DomainNode[], isNot = false): DomainGroup => ({ kind: "group", isNot, how, of });

/** As Odoo evaluates a domain, where each field is true or false. */
function holds(domain: Json[], truth: ReadonlySet<Json>): boolean {
  let at = 0;
  const next = (): boolean => {
    const term = domain[at];
    at += 1;
    if (term === "!") return !next();
    if (term === "&" || term === "|") {
      const [a, b] = [next(), next()];
      return term === "&" ? a && b : a || b;
    }
    return Array.isArray(term) && truth.has(term[0] ?? null);
  };
  let result = true;
  while (at < domain.length) result = next() && result;
  return result;
}

function holdsDrawn(node: DomainNode, truth: ReadonlySet<Json>): boolean {
  const plain =
    node.kind === "condition"
      ? truth.has(node.field)
      : node.how === "and"
        ? node.of.every((each) => holdsDrawn(each, truth))
        : node.of.some((each) => holdsDrawn(each, truth));
  return plain !== node.isNot;
}

const FIELDS = ["a", "b", "c", "d"];
const anyTruth = fc.subarray(FIELDS).map((names) => new Set<Json>(names));
const anyValue = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer()), fc.record({ $: fc.string() }));
const anyCondition = fc
  .tuple(fc.constantFrom(...FIELDS), fc.constantFrom("=", "!=", "in", "ilike", "any"), anyValue, fc.boolean())
  .map(([field, operator, value, isNot]) => condition(field, operator, value, isNot));
const { node: anyNode } = fc.letrec<{ node: DomainNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    anyCondition,
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("node"), { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([how, of, isNot]) => group(how, of, isNot)),
  ),
}));
const anyGroup = fc
  .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(anyNode, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([how, of, isNot]) => group(how, of, isNot));

describe("a domain that is drawn and written", () => {
  it("says the same for every record, whatever groups it has", () => {
    fc.assert(
      fc.property(anyGroup, anyTruth, (drawn, truth) => {
        const domain = writtenDomain(drawn);
        expect(holds(domain, truth)).toBe(holdsDrawn(drawn, truth));
        const again = readDomain(domain);
        expect(again).not.toBeNull();
        if (again === null) return;
        expect(holdsDrawn(again, truth)).toBe(holdsDrawn(drawn, truth));
        // read once more it is the very same
        expect(readDomain(writtenDomain(again))).toEqual(again);
      }),
      { numRuns: 500 },
    );
  });

  it("is as Odoo's own documentation writes it", () => {
    const domain: Json[] = [["name", "=", "ABC"], "|", ["phone", "ilike", "7620"], ["mobile", "ilike", "7620"]];
    const read = readDomain(domain);
    expect(read).toMatchObject({ how: "and", of: [{ field: "name" }, { how: "or", of: [{ field: "phone" }, { field: "mobile" }] }] });
    expect(read && writtenDomain(read)).toEqual(domain);
    expect(writtenDomain(group("or", [condition("a"), condition("b"), condition("c")], true))).toEqual([
      "!",
      "|",
      "|",
      ["a", "=", true],
      ["b", "=", true],
      ["c", "=", true],
    ]);
    expect(writtenDomain(group("or", [condition("a"), group("and", [])]))).toEqual([["a", "=", true]]);
    expect(writtenDomain(group("and", [condition("a"), condition("")]))).toEqual([["a", "=", true]]);
    expect(readDomain(undefined)).toEqual(group("and", []));
  });

  it("is left alone where it holds what cannot be drawn", () => {
    for (const domain of [
      { $: "trigger.body.domain" },
      [{ $: "trigger.body.term" }],
      [[1, "=", 1]],
      [["a", "="]],
      [[{ $: "trigger.body.field" }, "=", 1]],
      ["|", ["a", "=", 1]],
      ["!"],
      ["|"],
      Array.from({ length: 5_000 }, () => "!"),
    ])
      expect(readDomain(domain)).toBeNull();
  });
});

describe("the text of a domain", () => {
  it("is read back as it was, as Python and as JSON", () => {
    const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.constantFrom("=", "in"), plain)), (terms) => {
        expect(readDomainText(domainText(terms))).toEqual(terms);
        expect(readDomainText(JSON.stringify(terms))).toEqual(terms);
      }),
    );
  });

  it("shows an expression as its source", () => {
    expect(domainText(["|", ["partner_id.country_id.code", "=", "NO"], ["id", "in", { $: "steps.found.ids" }]])).toBe(
      "['|', ('partner_id.country_id.code', '=', 'NO'), ('id', 'in', {steps.found.ids})]",
    );
  });

  test.each(["[('a', '=', 1)", "[('a' '=' 1)]", "[(a, '=', 1)]", "import os", "[1,,2]", "{'a'}", "", "(".repeat(5_000)])("%j is none", (text) => {
    expect(readDomainText(text)).toBeUndefined();
  });
});

describe("comparisons", () => {
  it("fit the field's type", () => {
    expect(comparisonsOf("boolean").map(({ label }) => label)).toEqual(["is yes", "is no"]);
    expect(comparisonsOf("many2one").map(({ id }) => id)).toContain("child_of");
    expect(comparisonsOf("date").map(({ id }) => id)).not.toContain("ilike");
  });

  it("name what a condition says, and keep what they do not know", () => {
    expect(comparisonIn({ type: "char", operator: "!=", value: false }).label).toBe("is set");
    expect(comparisonIn({ type: "char", operator: "!=", value: "x" }).label).toBe("is not");
    expect(comparisonIn({ type: "many2one", operator: "any", value: [] })).toMatchObject({ label: "any", takes: "list" });
    expect(comparisonIn({ type: "boolean", operator: "=", value: { $: "x" } })).toMatchObject({ label: "=", takes: "one" });
  });

  it("take a value along where it can be one", () => {
    const [is, , oneOf] = comparisonsOf("selection");
    if (!is || !oneOf) throw new Error("A selection has these.");
    expect(valueFor(oneOf, "draft")).toEqual(["draft"]);
    expect(valueFor(is, ["draft", "sent"])).toBe("draft");
    expect(valueFor(oneOf, { $: "x" })).toEqual({ $: "x" });
    expect(valueFor(is, false)).toBe("");
  });
});
