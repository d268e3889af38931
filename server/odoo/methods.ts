/**
 * Public methods of a model with what they take, as Odoo 19 documents itself (`/doc-bearer/<model>.json`). It tells users of the group
 * Technical Documentation only, and about the method as it was first declared: an app that overrides it may take more or ask for less.
 */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { OdooMethodFact, OdooParameterFact } from "#flow/odoo-shape.ts";
import type { OdooMethods } from "#server/app.ts";
import { textOfHtml } from "./text-of-html.ts";
import type { Documented } from "./transport.ts";

const Parameter = z.object({
  kind: z.string().catch("POSITIONAL_OR_KEYWORD"),
  default: Json.optional(),
  annotation: z.string().optional().catch(undefined),
  doc: z.string().optional().catch(undefined),
});
const Method = z.object({
  signature: z.string().catch("()"),
  parameters: z.record(z.string(), Parameter).catch({}),
  api: z.array(z.string()).catch([]),
  doc: z.string().optional().catch(undefined),
  return: z
    .object({ annotation: z.string().optional().catch(undefined), doc: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  model: z.string().catch("core"),
  module: z.string().catch("core"),
});
type Method = z.infer<typeof Method>;
const Described = z.object({ methods: z.record(z.string(), Method) });

export function methodsIn(answer: Documented, model: string): OdooMethods {
  if (answer.kind === "untold") return answer;
  const read = Described.safeParse(answer.document);
  if (!read.success) return { kind: "untold", why: "server" };
  const methods = Object.entries(read.data.methods).map(([name, method]) => methodOf(name, method, model));
  return { kind: "told", methods: methods.sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || a.name.localeCompare(b.name, "en")) };
}

/** Longer texts are for programmers, and each model has hundreds of methods. */
const LONGEST = 1_200;

function methodOf(name: string, method: Method, model: string): OdooMethodFact {
  const { parameters, signature } = method;
  const named = Object.entries(parameters).filter(([, { kind }]) => !kind.startsWith("VAR_"));
  return {
    name,
    isOwn: method.model === model,
    ofRecords: !method.api.includes("model"),
    parameters: named.map(([parameter, each]) => parameterOf(parameter, each, signature)),
    isOpen: Object.values(parameters).some(({ kind }) => kind === "VAR_KEYWORD"),
    doc: method.doc ? textOfHtml(method.doc).slice(0, LONGEST) || null : null,
    returns: method.return?.annotation ?? (method.return?.doc ? textOfHtml(method.return.doc).slice(0, 200) : null),
    app: method.module,
  };
}

function parameterOf(name: string, q: z.infer<typeof Parameter>, signature: string): OdooParameterFact {
  // a default that JSON cannot say is left out there, and stands in the signature only
  const isOptional = q.default !== undefined || signature.includes(`(${name}=`) || signature.includes(`, ${name}=`);
  return {
    name,
    required: !isOptional,
    ...(q.default === undefined ? {} : { default: q.default }),
    type: q.annotation ?? null,
    doc: q.doc ? textOfHtml(q.doc).slice(0, 300) || null : null,
  };
}
