import { expect, test } from "vitest";
import { methodsIn } from "./methods.ts";
import { textOfHtml } from "./text-of-html.ts";

const method = (more: object) => ({ signature: "()", parameters: {}, model: "sale.order", module: "sale", ...more });
const told = (methods: object) => {
  const answer = methodsIn({ kind: "told", document: JSON.parse(JSON.stringify({ model: "sale.order", methods })) }, "sale.order");
  if (answer.kind !== "told") throw new Error("It was to be told.");
  return answer.methods;
};

test("a parameter whose default JSON cannot say is not asked for", () => {
  const parameters = { operation: {}, limit: { default: null }, order: {}, extra: { kind: "VAR_KEYWORD" } };
  const [only] = told({ search: method({ signature: "(operation, limit=None, order=<object object>, **extra) -> list[int]", parameters, api: ["model"] }) });
  expect(only?.parameters.map(({ name, required }) => [name, required])).toEqual([
    ["operation", true],
    ["limit", false],
    ["order", false],
  ]);
  expect(only).toMatchObject({ isOpen: true, ofRecords: false });
});

test("a model's own methods stand first, then those of all models, by name", () => {
  const methods = told({
    write: method({ model: "core" }),
    action_quotation_send: method({}),
    action_confirm: method({ doc: "<p>Confirm the given quotation(s).</p>\n<p>Locks it, too.</p>", return: { annotation: "bool" } }),
  });
  expect(methods.map(({ name }) => name)).toEqual(["action_confirm", "action_quotation_send", "write"]);
  expect(methods[0]).toMatchObject({ isOwn: true, doc: "Confirm the given quotation(s).\nLocks it, too.", returns: "bool", app: "sale" });
});

test("what an Odoo writes in another way is not known, instead of half known", () => {
  expect(methodsIn({ kind: "told", document: { models: [] } }, "sale.order")).toEqual({ kind: "untold", why: "server" });
  expect(methodsIn({ kind: "untold", why: "rights" }, "sale.order")).toEqual({ kind: "untold", why: "rights" });
});

test("a programmer's text is text: no markup is left, and none that is written out becomes one", () => {
  expect(textOfHtml('<p>a &lt;b&gt; <tt class="x">self</tt></p><script>alert(1)</script><ul><li>one</li><li>two</li></ul>')).toBe(
    "a <b> self\nalert(1)one\ntwo",
  );
  expect(textOfHtml("&amp;lt;")).toBe("&lt;");
});
