/** The OpenAPI 3.1 document, derived from the table of routes: it cannot say anything else than what is done. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { flowFile } from "./route.ts";
import type { AnyRoute } from "./route.ts";
import { routes } from "./routes.ts";

type Schema = Record<string, unknown>;
/** What has a name of its own, because it contains itself: gathered while the routes are told. */
type Named = Record<string, Schema>;

export function openApi(publicUrl: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  const schemas: Named = { Problem: PROBLEM };
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operation(route, schemas);
    paths[route.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Throughline",
      version: "1",
      description: "Everything that a person can do in the browser, for programs. Errors are problem documents (RFC 9457).",
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key" } },
      schemas,
    },
  };
}

const PROBLEM: Schema = {
  type: "object",
  required: ["title", "status", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string" },
    detail: { type: "string" },
    problems: { type: "array", items: { type: "object" } },
  },
};

function operation(route: AnyRoute, schemas: Named): Schema {
  return {
    summary: route.summary,
    "x-permission": route.permission,
    parameters: [...parameters(schemaOf(route.params, schemas), "path"), ...parameters(schemaOf(route.query, schemas), "query")],
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route.body, schemas) }),
    responses: {
      "2XX": { description: "Done" },
      default: { description: "A problem", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    },
  };
}

const FILE = { content: { "application/json": { schema: { type: "object" } }, "application/yaml": { schema: { type: "string" } } }, required: true };

function bodyOf(body: z.ZodType, schemas: Named): Schema {
  if (body === flowFile) return FILE;
  return { content: { "application/json": { schema: schemaOf(body, schemas) } }, required: !body.safeParse(undefined).success };
}

function parameters(schema: Schema, place: "path" | "query"): Schema[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    // a list stands in one value, with commas
    ...(each.type === "array" ? { style: "form", explode: false } : {}),
    schema: each,
  }));
}

const named = z.registry<{ id: string }>().add(Json, { id: "Json" });

function schemaOf(schema: z.ZodType, schemas: Named): Schema {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any", metadata: named }));
  const { $schema: _, $defs = {}, ...rest } = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
  Object.assign(schemas, $defs);
  return rest;
}
