/** Checks what a person filled in against the approval's form, a JSON Schema that the flow's author wrote. */
import { Ajv } from "ajv";
import formats from "ajv-formats";
import type { Json } from "#flow/document.ts";
import { UseCaseError } from "#server/deps.ts";

export function checkForm(q: { schema: Json; form: Json | undefined; title: string }): void {
  if (q.schema === null) return;
  // a schema per question: compiling is cheap, and a cache would grow with every version of every flow
  const ajv = new Ajv({ allErrors: true, strict: false });
  formats.default(ajv);
  const validate = compiled(ajv, q.schema, q.title);
  if (validate(q.form ?? {})) return;
  const problems = (validate.errors ?? [])
    .slice(0, 5)
    .map((error) => `${error.instancePath === "" ? "the form" : error.instancePath.slice(1).replaceAll("/", ".")} ${error.message ?? "is not valid"}`);
  throw new UseCaseError({
    code: "approval.form",
    status: 422,
    message: `The form of “${q.title}” is not complete: ${problems.join("; ")}.`,
    fix: "Correct these fields and decide again.",
  });
}

function compiled(ajv: Ajv, schema: Json, title: string): ReturnType<Ajv["compile"]> {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return ajv.compile({});
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw new UseCaseError({
      code: "approval.form_schema",
      status: 422,
      message: `The form of “${title}” cannot be checked: its JSON Schema is not valid (${error instanceof Error ? error.message : "unreadable"}).`,
      fix: "Ask the flow's owner to correct the form in the designer.",
    });
  }
}
