/** The OpenAPI 3.1 document, derived from the table of routes: it cannot say anything else than what is done. */
import { z } from "zod";
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
  const file = { content: { "application/json": { schema: { type: "object" } }, "application/yaml": { schema: { type: "string" } } }, required: true };
  const body = route.body === undefined ? undefined : route.body === "flow-file" ? file : { content: { "application/json": { schema: schemaOf(route.body) } } };
  return {
    summary: route.summary,
    "x-permission": route.permission,
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      "2XX": { description: "Done" },
      default: { description: "A problem", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    },
  };
}

function parameters(schema: z.ZodType, place: "path" | "query"): Schema[] {
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties).map(([name, each]) => ({ name, in: place, required: place === "path" || required.includes(name), schema: each }));
}

function schemaOf(schema: z.ZodType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
