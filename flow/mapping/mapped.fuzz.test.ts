import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../document.ts";
import { sameExpression } from "../expression/same.ts";
import { syntaxProblem } from "../expression/inspect.ts";
import { CONVERSIONS } from "./conversions.ts";
import type { LineField, Mapped } from "./mapped.ts";
import { mappedText, readMapped, readSource, writeMapped } from "./mapped.ts";
import { pathText, readPath } from "./path.ts";

const seed = 19;
const name = fc.oneof(fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,8}$/), fc.constantFrom("order line", "in", "true", "Straße", "e-mail", "name"));
const path = fc
  .tuple(fc.constantFrom("trigger", "steps", "vars", "item"), fc.array(fc.oneof(name, fc.nat(3)), { minLength: 1, maxLength: 4 }))
  .map(([root, rest]) => pathText([root, ...rest]));
const text = fc.string({ maxLength: 12 }).filter((each) => !each.includes("\u0000"));
const scalar = fc.oneof(text, fc.integer({ min: -9999, max: 9999 }), fc.boolean());

const simple: fc.Arbitrary<Mapped> = fc.oneof(
  path.map((each): Mapped => ({ kind: "path", path: each })),
  fc.record({ path, by: fc.constantFrom(...CONVERSIONS.map((each) => each.id)) }).map((each): Mapped => ({ kind: "converted", ...each })),
  fc
    .record({
      path,
      rows: fc.uniqueArray(fc.tuple(text, scalar), { selector: ([from]) => from, minLength: 1, maxLength: 4 }),
      otherwise: fc.oneof(
        fc.constant({ kind: "leave-out" as const }),
        fc.constant({ kind: "stop" as const }),
        scalar.map((value) => ({ kind: "value" as const, value })),
      ),
    })
    .map((each): Mapped => ({ kind: "table", ...each })),
);
const record: fc.Arbitrary<Mapped> = fc
  .record({
    by: fc.constantFrom("name", "email", "external-id", "key", "code"),
    onMissing: fc.constantFrom("fail" as const, "leave-out" as const, "create" as const),
    add: fc.boolean(),
    value: simple,
  })
  .map((each): Mapped => ({ kind: "record", ...each }));
const field: fc.Arbitrary<LineField> = fc.record({
  name: fc.stringMatching(/^[a-z_]{1,10}$/),
  value: fc.oneof(
    simple,
    record,
    scalar.map((value): Mapped => ({ kind: "literal", value })),
  ),
});
const lines: fc.Arbitrary<Mapped> = fc
  .record({ of: path, fields: fc.uniqueArray(field, { selector: (each) => each.name, maxLength: 5 }) })
  .map((each): Mapped => ({ kind: "lines", ...each }));

test("every line that can be drawn is read back as it was written", () => {
  fc.assert(
    fc.property(fc.oneof(simple, record, lines), (mapped) => {
      const written = writeMapped(mapped);
      const again = readMapped(written);
      // two conversions may write the same; what counts is that nothing changes
      expect(writeMapped(again)).toEqual(written);
      if (mapped.kind !== "converted") expect(again.kind).toBe(mapped.kind);
    }),
    { seed, numRuns: 100 },
  );
});

test("whatever stands in the settings means the same after it was read and written", () => {
  const pieces = fc.oneof(
    path,
    simple.map(mappedText),
    lines.map(mappedText),
    fc.constantFrom("'a' & trigger.x", "$sum(item.a)", "(1 + 2)", "a ? b : c", "[a.{'x': y}]", "{ 'a' : b }", "$number( a )"),
  );
  const source = fc
    .tuple(pieces, fc.constantFrom("", " ", " & 'x'", " /* why */ ", "\n"))
    .map(([piece, more]) => `${more.trim() === "" ? more : ""}${piece}${more}`);
  fc.assert(
    fc.property(source, (each) => {
      const written = writeMapped(readMapped({ $: each }));
      const back = typeof written === "object" && written !== null && !Array.isArray(written) ? written.$ : null;
      expect(typeof back).toBe("string");
      if (syntaxProblem(each) === null) expect(sameExpression(String(back), each)).toBe(true);
      else expect(back).toBe(each);
    }),
    { seed, numRuns: 100 },
  );
});

test("literals of any kind stay as they are", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(writeMapped(readMapped(value as Json))).toEqual(value);
    }),
    { seed, numRuns: 200 },
  );
});

test("places are read back whatever their parts are called", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(name, fc.nat(20)), { minLength: 1, maxLength: 6 }), (parts) => {
      const whole = ["trigger", ...parts];
      expect(readPath(pathText(whole))).toEqual(whole);
    }),
    { seed, numRuns: 200 },
  );
  for (const source of ["", "a.", ".a", "a b", "a[b]", "$x", "a & b", "a.*", "`a", "[0].a", "and"]) expect(readPath(source)).toBeNull();
});

test("an expression that only looks like a form stays an expression", () => {
  for (const source of ["$number(a, b)", "$lookup(a, $string(b))", "[a.{ x: y }]", "[a.{ 'x': y }, b]", "$string(a) & 'x'", "a / 100 + 1", "$join(a, ';')"])
    expect(readSource(source)).toEqual({ kind: "expression", source });
});
