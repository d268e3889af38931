/** A method as its programmers write it, and what is typed for each of its arguments. */
import { pythonText } from "#flow/odoo-domain/text.ts";
import type { OdooMethodFact, OdooParameterFact } from "#flow/odoo-shape.ts";
import type { Literal } from "./literal-input.tsx";

export function signatureOf({ name, parameters, isOpen }: OdooMethodFact): string {
  const written = parameters.map((each) => {
    const byItself = each.default === undefined ? (each.required ? "" : " = …") : ` = ${pythonText(each.default)}`;
    return `${each.name}${each.type ? `: ${each.type}` : ""}${byItself}`;
  });
  return `${name}(${[...written, ...(isOpen ? ["…"] : [])].join(", ")})`;
}

export function literalOfParameter(parameter: OdooParameterFact | undefined): Literal {
  if (!parameter) return { kind: "text" };
  const { type, default: byItself } = parameter;
  if (typeof byItself === "boolean" || /^bool\b/i.test(type ?? "")) return { kind: "yes-no" };
  if (/list|dict|tuple|Sequence|Collection|Iterable|Domain|Values|Mapping/.test(type ?? "") || (typeof byItself === "object" && byItself !== null))
    return { kind: "json" };
  if (typeof byItself === "number" || /^(int|float)\b/.test(type ?? "")) return { kind: "number" };
  return { kind: "text" };
}
