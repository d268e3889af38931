/** The door to ajv. Schemas come from a flow's author and values from anywhere: patterns are matched in linear time, so no value can hang the process. */
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Json } from "#flow/document.ts";
import { linearPattern } from "#flow/expression/regex.ts";

/** @throws Error where the schema is not valid; StepFailure where a pattern cannot be matched in linear time */
export function compileSchema(schema: { [key: string]: Json }): ValidateFunction {
  const options = { allErrors: true, strict: false, logger: false as const, code: { regExp: linear } };
  // who names no dialect means what the validate step always took: draft 7
  const ajv = schema.$schema === DIALECT ? new Ajv2020(options) : new Ajv(options);
  formats.default(ajv);
  return ajv.compile(schema);
}

/** What contracts are written in. */
const DIALECT = "https://json-schema.org/draft/2020-12/schema";

// ajv asks for the source of this function only to write validators into files, which nobody does here
const linear = Object.assign((source: string) => linearPattern(source), { code: "linearPattern" });
