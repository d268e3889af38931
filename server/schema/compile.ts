/** The door to ajv. Schemas come from a flow's author and values from anywhere: patterns are matched in linear time, so no value can hang the process. */
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import formats from "ajv-formats";
import type { Json } from "#flow/document.ts";
import { linearPattern } from "#flow/expression/regex.ts";

/** @throws Error where the schema is not valid; StepFailure where a pattern cannot be matched in linear time */
export function compileSchema(schema: { [key: string]: Json }): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false, code: { regExp: linear } });
  formats.default(ajv);
  return ajv.compile(schema);
}

// ajv asks for the source of this function only to write validators into files, which nobody does here
const linear = Object.assign((source: string) => linearPattern(source), { code: "linearPattern" });
