/** Problems of a flow, found while drawing and before publishing: the same rules in the browser and on the server. */
import type { FlowDocument, Json, Step } from "./document.ts";
import { FLOW_FORMAT, portOf, STEP_ID } from "./document.ts";
import { expressionsIn, pathsOf, syntaxProblem } from "./expression/inspect.ts";
import type { AnyStep } from "./step.ts";
import { findStep } from "./steps/index.ts";

export type Problem = {
  severity: "error" | "warning";
  /** stable: graph.cycle, expression.syntax, config.required … */
  code: string;
  step: string | null;
  /** path inside the step's config (values.name, fields.0.value), or a key of the flow's settings */
  field: string | null;
  message: string;
  fix: string;
};

/** What is known of an environment; absent knowledge finds no problem. */
export type Knowledge = { connections?: { key: string; kind: string }[]; secrets?: string[] };

type Found = Omit<Problem, "step" | "field"> & { step?: string; field?: string };

export function validate(document: FlowDocument, knowledge: Knowledge = {}): Problem[] {
  const found = [
    ...format(document),
    ...triggers(document),
    ...edges(document),
    ...paths(document),
    ...document.steps.flatMap((step) => stepProblems(document, step, knowledge)),
  ];
  return found.map((problem) => ({ step: null, field: null, ...problem }));
}

const nameOf = (step: Step) => step.name ?? step.id;

function format(document: FlowDocument): Found[] {
  const found: Found[] = [];
  if (document.throughline !== FLOW_FORMAT) {
    found.push({
      severity: "error",
      code: "flow.format",
      message: `This flow was written for format ${document.throughline}; this installation reads format ${FLOW_FORMAT}.`,
      fix: "Update the installation, or export the flow again from an older one.",
    });
  }
  const seen = new Set<string>();
  for (const step of document.steps) {
    if (seen.has(step.id))
      found.push({
        severity: "error",
        code: "step.duplicate_id",
        step: step.id,
        message: `Two steps have the id ${step.id}.`,
        fix: "Give one of them another id.",
      });
    seen.add(step.id);
    if (!STEP_ID.test(step.id))
      found.push({
        severity: "error",
        code: "step.id",
        step: step.id,
        message: `${step.id} cannot be a step's id.`,
        fix: "Start with a small letter and use only small letters, digits and _.",
      });
  }
  for (const key of ["businessKey", "value"] as const) {
    const value = document.flow[key];
    if (value !== undefined) found.push(...expressionProblems(value, key, undefined, document));
  }
  return found;
}

function triggers(document: FlowDocument): Found[] {
  const all = document.steps.filter((step) => findStep(step.type)?.trigger);
  if (document.steps.length === 0)
    return [{ severity: "error", code: "flow.empty", message: "The flow has no steps.", fix: "Add a trigger: what starts this flow?" }];
  if (all.length === 0)
    return [{ severity: "error", code: "flow.no_trigger", message: "Nothing starts this flow.", fix: "Add a trigger step and connect it to the first step." }];
  return all.flatMap((step): Found[] => {
    const found: Found[] = [];
    if (document.edges.some((edge) => edge.to === step.id))
      found.push({
        severity: "error",
        code: "graph.trigger_incoming",
        step: step.id,
        message: `${nameOf(step)} starts the flow, so nothing can lead to it.`,
        fix: "Delete the edge that leads to it.",
      });
    if (step.type === "trigger.webhook" && step.config.dedupe === undefined) {
      found.push({
        severity: "warning",
        code: "trigger.no_dedupe",
        step: step.id,
        field: "dedupe",
        message: `${nameOf(step)} has no dedupe key: a request that is sent twice starts two runs.`,
        fix: "Name what identifies the event, or make callers send an Idempotency-Key header.",
      });
    }
    return found;
  });
}

function edges(document: FlowDocument): Found[] {
  const byId = new Map(document.steps.map((step) => [step.id, step]));
  const found: Found[] = [];
  const drawn = new Set<string>();
  for (const edge of document.edges) {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    const port = portOf(edge);
    const title = `${edge.from}.${port} → ${edge.to}`;
    if (!from || !to) {
      found.push({
        severity: "error",
        code: "graph.dangling_edge",
        ...(from ? { step: from.id } : {}),
        message: `The edge ${title} leads ${from ? "to" : "from"} a step that is not there.`,
        fix: "Delete the edge, or connect it again.",
      });
      continue;
    }
    if (drawn.has(title))
      found.push({
        severity: "error",
        code: "graph.duplicate_edge",
        step: from.id,
        message: `The edge ${title} is drawn twice.`,
        fix: "Delete one of the two.",
      });
    drawn.add(title);
    const definition = findStep(from.type);
    const config = definition?.config.safeParse(from.config);
    if (definition && config?.success && !definition.ports(config.data).some((each) => each.id === port)) {
      found.push({
        severity: "error",
        code: "graph.unknown_port",
        step: from.id,
        message: `${nameOf(from)} has no outcome ${port}, but an edge leaves by it.`,
        fix: "Connect the edge to one of its outcomes, or delete it.",
      });
    }
    if (edge.rework && port === "out")
      found.push({
        severity: "error",
        code: "graph.rework_port",
        step: from.id,
        message: `The edge ${title} sends work back, and only an outcome such as changes may do that.`,
        fix: "Let an approval or a branch decide that work goes back.",
      });
  }
  return found;
}

function paths(document: FlowDocument): Found[] {
  const next = new Map<string, string[]>();
  for (const edge of document.edges) if (!edge.rework) next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
  const found: Found[] = [];
  const circle = findCircle(
    document.steps.map((step) => step.id),
    next,
  );
  if (circle)
    found.push({
      severity: "error",
      code: "graph.cycle",
      ...(circle[0] ? { step: circle[0] } : {}),
      message: `These steps lead in a circle: ${circle.join(" → ")}.`,
      fix: "Mark the edge that sends work back as rework, or delete it.",
    });
  const reached = new Set(document.steps.filter((step) => findStep(step.type)?.trigger).map((step) => step.id));
  const open = [...reached];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const to of next.get(at) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  for (const step of document.steps) {
    if (reached.size && !reached.has(step.id))
      found.push({
        severity: "warning",
        code: "graph.unreachable",
        step: step.id,
        message: `Nothing leads to ${nameOf(step)}, so it never runs.`,
        fix: "Connect it, or delete it.",
      });
  }
  return found;
}

function findCircle(ids: string[], next: Map<string, string[]>): string[] | null {
  const done = new Set<string>();
  const walk = (id: string, trail: string[]): string[] | null => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (done.has(id)) return null;
    for (const to of next.get(id) ?? []) {
      const circle = walk(to, [...trail, id]);
      if (circle) return circle;
    }
    done.add(id);
    return null;
  };
  for (const id of ids) {
    const circle = walk(id, []);
    if (circle) return circle;
  }
  return null;
}

function stepProblems(document: FlowDocument, step: Step, knowledge: Knowledge): Found[] {
  const definition = findStep(step.type);
  if (!definition)
    return [
      {
        severity: "error",
        code: "step.unknown_type",
        step: step.id,
        message: `This installation has no step type ${step.type}.`,
        fix: "Delete the step, or update the installation.",
      },
    ];
  if (step.version !== undefined && step.version > definition.version) {
    return [
      {
        severity: "error",
        code: "step.version",
        step: step.id,
        message: `${nameOf(step)} was made with version ${step.version} of ${definition.title}; this installation has version ${definition.version}.`,
        fix: "Update the installation.",
      },
    ];
  }
  return [
    ...configProblems(step, definition),
    ...expressionProblems(step.config, "", step, document),
    ...deliveryProblems(step, definition),
    ...environmentProblems(step, definition, knowledge),
    ...(step.type === "approve" ? unwiredOutcomes(document, step) : []),
  ];
}

function configProblems(step: Step, definition: AnyStep): Found[] {
  const result = definition.config.safeParse(step.config);
  const found = new Map<string, Found>();
  const label = (key: string) => definition.fields.find((field) => field.key === key)?.label ?? key;
  for (const field of definition.fields) {
    const value = step.config[field.key];
    const empty = value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
    if (field.required && empty)
      found.set(field.key, {
        severity: "error",
        code: "config.required",
        step: step.id,
        field: field.key,
        message: `${nameOf(step)} needs ${field.label.toLowerCase()}.`,
        fix: `Fill in ${field.label}.`,
      });
  }
  for (const issue of result.error?.issues ?? []) {
    const [key = ""] = issue.path.map(String);
    if (found.has(key)) continue;
    const unknown = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : null;
    found.set(`${issue.path.join(".")}`, {
      severity: "error",
      code: unknown ? "config.unknown" : "config.invalid",
      step: step.id,
      ...(issue.path.length ? { field: issue.path.join(".") } : {}),
      message: unknown
        ? `${nameOf(step)} has a setting that ${definition.title} does not know: ${unknown}.`
        : `${label(key) || "A setting"} of ${nameOf(step)} is not right: ${issue.message}.`,
      fix: unknown ? "Remove it, or check how it is written." : `Correct ${label(key) || "the setting"}.`,
    });
  }
  return [...found.values()];
}

function expressionProblems(config: Json, root: string, step: Step | undefined, document: FlowDocument): Found[] {
  const at = step ? { step: step.id } : {};
  return expressionsIn(config, root).flatMap(({ path, source }): Found[] => {
    const broken = syntaxProblem(source);
    const field = path || root;
    if (broken)
      return [
        {
          severity: "error",
          code: "expression.syntax",
          ...at,
          field,
          message: `The expression does not parse at character ${broken.position + 1}: ${broken.message}`,
          fix: "Correct the expression.",
        },
      ];
    const named = new Set(pathsOf(source).flatMap(([first, id]) => (first === "steps" && id ? [id] : [])));
    return [...named].flatMap((id): Found[] => {
      const other = document.steps.find((each) => each.id === id);
      if (!other)
        return [
          {
            severity: "error",
            code: "expression.unknown_step",
            ...at,
            field,
            message: `The expression reads steps.${id}, and there is no step ${id}.`,
            fix: "Name a step of this flow.",
          },
        ];
      if (step && !comesBefore(document, id, step.id))
        return [
          {
            severity: "error",
            code: "expression.not_before",
            ...at,
            field,
            message: `The expression reads steps.${id}, which does not come before ${nameOf(step)}.`,
            fix: "Read a step that runs earlier, or connect them the other way round.",
          },
        ];
      return [];
    });
  });
}

/** Rework edges count: on a later visit, what came after is there to be read. */
function comesBefore(document: FlowDocument, earlier: string, later: string): boolean {
  const reached = new Set<string>();
  const open = [earlier];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of document.edges) {
      if (edge.from !== at || reached.has(edge.to)) continue;
      if (edge.to === later) return true;
      reached.add(edge.to);
      open.push(edge.to);
    }
  }
  return false;
}

function deliveryProblems(step: Step, definition: AnyStep): Found[] {
  if (!definition.effect) return [];
  if (step.delivery && !definition.effect.allowed.includes(step.delivery)) {
    return [
      {
        severity: "error",
        code: "delivery.not_allowed",
        step: step.id,
        field: "delivery",
        message: `${nameOf(step)} cannot be delivered ${step.delivery}.`,
        fix: `Choose ${definition.effect.allowed.join(" or ")}.`,
      },
    ];
  }
  const mode = step.delivery ?? definition.effect.deliveryFor?.(step.config) ?? definition.effect.delivery;
  if (mode !== "at-least-once" || step.config.method === "GET" || step.config.method === "HEAD") return [];
  return [
    {
      severity: "warning",
      code: "delivery.may_repeat",
      step: step.id,
      field: "delivery",
      message: `${nameOf(step)} may be done twice: the other system cannot recognise a repeat.`,
      fix: "Choose at most once, or exactly once where the other system honours a key.",
    },
  ];
}

function environmentProblems(step: Step, definition: AnyStep, knowledge: Knowledge): Found[] {
  const found: Found[] = [];
  for (const field of definition.fields) {
    const key = step.config[field.key];
    if (field.control !== "connection" || typeof key !== "string" || key === "" || !knowledge.connections) continue;
    const connection = knowledge.connections.find((each) => each.key === key);
    if (!connection)
      found.push({
        severity: "error",
        code: "connection.missing",
        step: step.id,
        field: field.key,
        message: `There is no connection ${key} in this environment.`,
        fix: "Choose another connection, or create this one under Connections.",
      });
    else if (field.connectionKind && connection.kind !== field.connectionKind)
      found.push({
        severity: "error",
        code: "connection.kind",
        step: step.id,
        field: field.key,
        message: `Connection ${key} is of kind ${connection.kind}, and ${nameOf(step)} needs one of kind ${field.connectionKind}.`,
        fix: "Choose another connection.",
      });
  }
  for (const { path, name } of secretsIn(step.config)) {
    if (knowledge.secrets && !knowledge.secrets.includes(name))
      found.push({
        severity: "error",
        code: "secret.missing",
        step: step.id,
        field: path,
        message: `There is no secret ${name} in this environment.`,
        fix: "Add it under Settings, Secrets.",
      });
  }
  return found;
}

function secretsIn(value: Json, path = ""): { path: string; name: string }[] {
  if (typeof value !== "object" || value === null) return [];
  if (!Array.isArray(value) && typeof value.secretRef === "string") return [{ path, name: value.secretRef }];
  return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner as Json, path ? `${path}.${key}` : key));
}

function unwiredOutcomes(document: FlowDocument, step: Step): Found[] {
  const wired = new Set(document.edges.filter((edge) => edge.from === step.id).map(portOf));
  const needed = ["approved", "rejected", "changes", ...(step.config.dueIn ? ["expired"] : [])];
  return needed
    .filter((port) => !wired.has(port))
    .map((port) => ({
      severity: "warning",
      code: "graph.unwired_outcome",
      step: step.id,
      message: `Nothing happens after ${nameOf(step)} is ${port === "changes" ? "sent back for changes" : port}: the run ends there.`,
      fix: `Connect the outcome ${port}, or leave it if the run shall end.`,
    }));
}
