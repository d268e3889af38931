/**
 * Problems of a call of an Odoo method, by what the server documents. It tells of methods as they were first declared, and leaves out those
 * that Odoo is about to remove: what is found is a warning (docs/decisions/0053).
 */
import type { Step } from "./document.ts";
import { isExpression } from "./marks.ts";
import { nearest } from "./expression/findings.ts";
import type { OdooMethodFact } from "./odoo-shape.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge } from "./problem.ts";

export function odooCallProblems(step: Step, knowledge: Knowledge): Found[] {
  const { connection, model, method: name } = step.config;
  if (step.type !== "odoo.call" || typeof model !== "string" || typeof name !== "string" || name === "") return [];
  const methods = knowledge.odoo?.find((each) => each.connection === connection && each.model === model)?.methods;
  if (methods === undefined || methods.length === 0) return [];
  const method = methods.find((each) => each.name === name);
  if (method === undefined) return [unknownMethod(step, { model, name, methods })];
  return [...records(step, model, method), ...args(step, model, method)];
}

function unknownMethod(step: Step, q: { model: string; name: string; methods: readonly OdooMethodFact[] }): Found {
  const near = nearest(
    q.name,
    q.methods.map((each) => each.name),
  );
  return {
    severity: "warning",
    code: "odoo.unknown_method",
    step: step.id,
    field: "method",
    message: `${q.model} has no public method ${q.name} for this connection, or one that Odoo is about to remove.`,
    fix: near === null ? "Choose one of its methods." : `Use ${near} instead.`,
    ...(near === null ? {} : { repair: { field: "method", was: q.name, value: near } }),
  };
}

function records(step: Step, model: string, { name, ofRecords }: OdooMethodFact): Found[] {
  const { ids } = step.config;
  const isGiven = !(ids === undefined || ids === null || ids === "" || (Array.isArray(ids) && ids.length === 0) || (isExpression(ids) && ids.$.trim() === ""));
  if (isGiven === ofRecords) return [];
  const found = { severity: "warning" as const, code: "odoo.method_records", step: step.id, field: "ids" };
  return isGiven
    ? [{ ...found, message: `${model}.${name} is called on the model, and Odoo refuses it with record ids.`, fix: "Leave the record ids empty." }]
    : [{ ...found, message: `${model}.${name} works on records, and ${nameOf(step)} names none.`, fix: "Give the ids of the records." }];
}

function args(step: Step, model: string, method: OdooMethodFact): Found[] {
  const { args: given = {} } = step.config;
  if (typeof given !== "object" || given === null || Array.isArray(given) || isExpression(given)) return [];
  const found = { severity: "warning" as const, step: step.id };
  const missing = method.parameters.filter(({ name, required }) => required && given[name] === undefined);
  const known = method.parameters.map(({ name }) => name);
  // context may stand among the arguments as well as beside them
  const unknown = method.isOpen ? [] : Object.keys(given).filter((name) => name !== "context" && !known.includes(name));
  return [
    ...missing.map(({ name }) => ({
      ...found,
      code: "odoo.missing_argument",
      field: "args",
      message: `${model}.${method.name} needs ${name}, and ${nameOf(step)} gives none.`,
      fix: `Add the argument ${name}.`,
    })),
    ...unknown.map((name): Found => {
      const near = nearest(name, known);
      return {
        ...found,
        code: "odoo.unknown_argument",
        field: `args.${name}`,
        message: `${model}.${method.name} takes no argument ${name}${known.length === 0 ? ": it takes none" : ""}.`,
        fix: near === null ? "Remove it." : `Use ${near} instead.`,
      };
    }),
  ];
}
