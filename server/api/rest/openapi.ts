/** The OpenAPI 3.1 document, derived from the table of routes: it cannot say anything else than what is done. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { routes } from "./routes.ts";
import type { AnyRoute } from "./route.ts";

type Schema = Record<string, unknown>;

export function openApi(publicUrl: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operation(route);
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
      schemas: {
        Json: JSON_VALUE,
        Problem: {
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
        },
      },
    },
  };
}

function operation(route: AnyRoute): Schema {
  return {
    summary: route.summary,
    "x-permission": route.permission,
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route.body) }),
    responses: {
      "2XX": { description: "Done" },
      default: { description: "A problem", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    },
  };
}

const FILE = { content: { "application/json": { schema: { type: "object" } }, "application/yaml": { schema: { type: "string" } } }, required: true };

function bodyOf(body: Exclude<AnyRoute["body"], undefined>): Schema {
  if (body === "flow-file") return FILE;
  return { content: { "application/json": { schema: schemaOf(body) } }, required: !body.safeParse(undefined).success };
}

function parameters(schema: z.ZodType, place: "path" | "query"): Schema[] {
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties).map(([name, each]) => ({ name, in: place, required: place === "path" || required.includes(name), schema: each }));
}

/** Any JSON value; it contains itself, and so has a name of its own. */
const JSON_VALUE: Schema = {
  anyOf: [
    { type: ["string", "number", "boolean", "null"] },
    { type: "array", items: { $ref: "#/components/schemas/Json" } },
    { type: "object", additionalProperties: { $ref: "#/components/schemas/Json" } },
  ],
};

const named = z.registry<{ id: string }>().add(Json, { id: "Json" });

function schemaOf(schema: z.ZodType): Schema {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", metadata: named });
  return JSON.parse(JSON.stringify(rest).replaceAll("#/$defs/", "#/components/schemas/"));
}
