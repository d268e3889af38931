/** Problems of a domain: conditions about fields that the model does not have. What lies behind a relation is another model's, and is not judged. */
import type { Json, Step } from "./document.ts";
import { nearest } from "./expression/findings.ts";
import type { Found, Knowledge } from "./problem.ts";

export function odooDomainProblems(step: Step, knowledge: Knowledge): Found[] {
  const { connection, model, domain } = step.config;
  if (!Array.isArray(domain) || typeof model !== "string") return [];
  const names = knowledge.odoo?.find((each) => each.connection === connection && each.model === model)?.fields.map(({ name }) => name) ?? [];
  if (names.length === 0) return [];
  return domain.flatMap((term, index): Found[] => {
    const path = Array.isArray(term) && term.length === 3 ? term[0] : undefined;
    const [name = ""] = typeof path === "string" ? path.split(".") : [];
    if (typeof path !== "string" || name === "" || name === "id" || names.includes(name)) return [];
    const near = nearest(name, names);
    return [
      {
        severity: "error",
        code: "odoo.unknown_field",
        step: step.id,
        field: `domain.${index}`,
        message: `${model} has no field ${name} for this connection.`,
        fix: near === null ? "Choose one of its fields, or let an administrator of Odoo add it." : `Use ${near} instead.`,
        ...(near === null ? {} : { repair: { field: "domain", was: domain, value: renamed(domain, index, [near, ...path.split(".").slice(1)].join(".")) } }),
      },
    ];
  });
}

function renamed(domain: Json[], index: number, path: string): Json[] {
  return domain.map((term, at) => (at === index && Array.isArray(term) ? [path, ...term.slice(1)] : term));
}
