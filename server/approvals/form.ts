/** Checks what a person filled in against the approval's form, a JSON Schema that the flow's author wrote. */
import type { ValidateFunction } from "ajv";
import type { Json } from "#flow/document.ts";
import { UseCaseError } from "#server/deps.ts";
import { compileSchema } from "../schema/compile.ts";

export function checkForm(q: { schema: Json; form: Json | undefined; title: string }): void {
  if (q.schema === null) return;
  // a schema per question: compiling is cheap, and a cache would grow with every version of every flow
  const validate = compiled(q.schema, q.title);
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

function compiled(schema: Json, title: string): ValidateFunction {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return compileSchema({});
  try {
    return compileSchema(schema);
  } catch (error) {
    throw new UseCaseError({
      code: "approval.form_schema",
      status: 422,
      message: `The form of “${title}” cannot be checked: its JSON Schema is not valid (${error instanceof Error ? error.message : "unreadable"}).`,
      fix: "Ask the flow's owner to correct the form in the designer.",
    });
  }
}
