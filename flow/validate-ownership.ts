/** Writes of what another system has the say over. Only what is surely written counts; a flow that carries the owner's values may write. */
import { brokenBy } from "./broken-rules.ts";
import type { OwnershipRule } from "./contract/facts.ts";
import type { FlowDocument, Step } from "./document.ts";
import { isExpression } from "./marks.ts";
import type { FlowShapes } from "./flow-shapes.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge, Way } from "./problem.ts";
import { isSchema } from "./schema-resolve.ts";
import { writtenBy } from "./written.ts";
import type { Written } from "./written.ts";

export function ownershipProblems(document: FlowDocument, step: Step, shapes: FlowShapes, knowledge: Knowledge): Found[] {
  const { ownership } = knowledge;
  if (!ownership || ownership.length === 0) return [];
  const mayNot = (rule: OwnershipRule) => !rule.writers.includes(document.flow.key);
  return writtenBy(step, shapes, knowledge).flatMap((written) => {
    const broken = brokenBy(written, ownership, mayNot);
    const isWhole = broken.some(({ rule }) => rule.field === null);
    const others = ownership.filter((rule) => rule.field !== null && isAbout(rule, written) && mayNot(rule));
    return [
      ...broken.map(({ rule, names }) => (rule.field === null ? ofObject(step, written, rule, names) : ofField(step, written, rule.field, rule))),
      ...(written.isUnknown && !isWhole && others.length > 0 ? [unsure(step, written, others)] : []),
    ];
  });
}

function isAbout({ object }: OwnershipRule, written: Written): boolean {
  return object.kind === written.object.kind && object.name === written.object.name;
}

function ofField(step: Step, written: Written, name: string, rule: OwnershipRule): Found {
  const { root, held } = written;
  const isLiteral = isSchema(held) && !isExpression(held) && name in held;
  const { [name]: _, ...rest } = isLiteral ? held : {};
  const leave: Way[] = isLiteral ? [{ kind: "repair", label: `Leave ${name} out`, repair: { field: root, was: held, value: rest } }] : [];
  return {
    ...said(step, rule),
    field: isLiteral && root === "values" ? `values.${name}` : root,
    message: `${name} of ${rule.object.name} belongs to ${rule.system}, and ${nameOf(step)} ${deed(written, "it")}.`,
    fix: "Leave it to its owner, or let this flow carry the owner's values.",
    ways: [...leave, letIn(rule)],
  };
}

function ofObject(step: Step, written: Written, rule: OwnershipRule, names: readonly string[]): Found {
  const what = names.length === 0 ? "it" : names.slice(0, 4).join(", ") + (names.length > 4 ? ` and ${names.length - 4} more` : "");
  return {
    ...said(step, rule),
    field: written.by !== undefined ? written.root : written.root === "payload" ? "contract" : "model",
    message: `${rule.object.name} belongs to ${rule.system}, and ${nameOf(step)} ${deed(written, what)}.`,
    fix: "Ask its owner to change it, or let this flow carry the owner's values.",
    ways: [letIn(rule)],
  };
}

/** Told once, and never what stops a flow: it may well be that none of them is among the fields. A run sees what they are (kept-rules.ts). */
function unsure(step: Step, { root, object }: Written, rules: readonly OwnershipRule[]): Found {
  const fields = rules.slice(0, 3).map((rule) => `${rule.field ?? ""} (${rule.system})`);
  return {
    severity: "warning",
    code: "ownership.unsure",
    step: step.id,
    field: root,
    message: `What ${nameOf(step)} writes to ${object.name} comes as a whole, so nobody can see whether it holds ${fields.join(", ")}${rules.length > 3 ? ` or ${rules.length - 3} more fields that others own` : ""}.`,
    fix: `Name the fields one by one, or give a sample that shows them.${rules.some((rule) => rule.policy === "stop") ? " A run that would write one that nobody let it write fails there." : ""}`,
  };
}

function deed({ how, by }: Written, what: string): string {
  if (how === "lookup") return `makes one with it where ${by} finds none`;
  return how === "lines" ? `writes ${what} in ${by}` : `writes ${what}`;
}

function said(step: Step, rule: OwnershipRule): Pick<Found, "severity" | "code" | "step"> {
  return { severity: rule.policy === "stop" ? "error" : "warning", code: "ownership.other", step: step.id };
}

function letIn(rule: OwnershipRule): Way {
  return { kind: "rule", label: "Let this flow write it", rule: rule.id };
}
