/** Problems of steps that name a contract: a version that is not there or not in force, and what is made that it does not allow. */
import { canonical } from "./canonical.ts";
import { contractNamedBy } from "./contract/named.ts";
import type { ContractFact } from "./contract/facts.ts";
import type { Misfit } from "./contract/misfits.ts";
import { misfitsOf } from "./contract/misfits.ts";
import type { ContractVersionRef } from "./contract/reference.ts";
import { contractRef, readContractId, readContractRef } from "./contract/reference.ts";
import type { Json, Step } from "./document.ts";
import type { FlowShapes } from "./flow-shapes.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge } from "./problem.ts";
import { isSchema, recordOf } from "./schema-resolve.ts";
import { objectOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { valueShape } from "./value-shape.ts";

type Naming = {
  ref: ContractVersionRef | null;
  said: string;
  field: string;
  /** what is made in its name */
  made?: { shape: (seen: ReturnType<FlowShapes["seen"]>) => Shape; root: string; fieldOf: (misfit: Misfit) => string };
};

export function contractProblems(step: Step, shapes: FlowShapes, { contracts }: Knowledge): Found[] {
  return contracts ? namingsOf(step).flatMap((naming) => troubles(step, naming, shapes, contracts)) : [];
}

function troubles(step: Step, naming: Naming, shapes: FlowShapes, contracts: readonly ContractFact[]): Found[] {
  const versions = contracts.filter((each) => each.key === naming.ref?.key);
  const fact = versions.find((each) => each.version === naming.ref?.version);
  if (!fact) return [unknown(step, naming, versions)];
  return [...standing(step, naming, fact, versions), ...(naming.made ? unfit(step, naming, naming.made, fact, shapes) : differing(step, naming, fact))];
}

/** A step may name one in two ways: an event is published in a contract's name, and checked by its schema. */
function namingsOf(step: Step): Naming[] {
  const ref = readContractId(recordOf(step.config.schema).$id);
  const made = madeFor(step);
  return [...(made ? [made] : []), ...(ref === null ? [] : [{ ref, said: contractRef(ref), field: "schema" }])];
}

function madeFor(step: Step): Naming | null {
  const { payload, fields } = step.config;
  const said = contractNamedBy(step);
  if (said === null) return null;
  const named = { ref: readContractRef(said), said };
  if (step.type === "event.publish")
    return {
      ...named,
      field: "contract",
      made: { shape: (seen) => valueShape(payload, seen), root: "payload", fieldOf: () => "payload" },
    };
  const entries = (Array.isArray(fields) ? fields : []).filter(isSchema);
  return {
    ...named,
    field: "fields",
    made: {
      shape: (seen) => objectOf(entries.map((entry) => [String(entry.name), valueShape(entry.value, seen)])),
      root: "fields",
      fieldOf: ({ path }) => {
        const at = entries.findIndex((entry) => entry.name === path.split(/[.[]/)[0]);
        return at < 0 ? "fields" : `fields.${at}.value`;
      },
    },
  };
}

function unknown(step: Step, { said, field }: Naming, versions: readonly ContractFact[]): Found {
  const newest = inForce(versions);
  return {
    severity: "warning",
    code: "contract.unknown",
    step: step.id,
    field,
    message: `${nameOf(step)} names the contract ${said}, and there is none: nothing is checked by it.`,
    fix: newest ? `Choose ${contractRef(newest)}.` : "Choose one of those under Contracts and ownership.",
  };
}

function standing(step: Step, { said, field }: Naming, fact: ContractFact, versions: readonly ContractFact[]): Found[] {
  if (fact.state === "active") return [];
  const newest = inForce(versions);
  const isDraft = fact.state === "draft";
  return [
    {
      severity: "warning",
      code: isDraft ? "contract.draft" : "contract.retired",
      step: step.id,
      field,
      message: `${nameOf(step)} keeps to ${said}, which is ${isDraft ? "a draft: others do not count on it yet" : "retired"}.`,
      fix: newest ? `Choose ${contractRef(newest)}${isDraft ? ", or activate the draft" : ""}.` : "Activate a version under Contracts and ownership.",
    },
  ];
}

function unfit(step: Step, { said }: Naming, made: NonNullable<Naming["made"]>, fact: ContractFact, shapes: FlowShapes): Found[] {
  return misfitsOf(made.shape(shapes.seen(step.id)), fact.schema).map((misfit) => ({
    severity: "warning",
    code: `contract.${misfit.kind}`,
    step: step.id,
    field: misfit.kind === "required" && !/[.[]/.test(misfit.path) ? made.root : made.fieldOf(misfit),
    message: `${misfit.path === "" ? `What ${nameOf(step)} makes` : misfit.path} ${misfit.what} (${said}).`,
    fix: FIX[misfit.kind],
  }));
}

/** What a run makes is held against the contract, too (docs/decisions/0063). */
const FIX: Record<Misfit["kind"], string> = {
  required: "Fill it in, or choose a contract that does not ask for it: without it, runs fail here.",
  unknown: "Take it out, or add it in a new version of the contract: with it, runs fail here.",
  type: "Give a value of that type: with another, runs fail here.",
  value: "Give one of its values: with another, runs fail here.",
};

/** A schema that still says whose it is, and is no longer what that says. */
function differing(step: Step, { said, field }: Naming, fact: ContractFact): Found[] {
  if (canonical(step.config.schema ?? null) === canonical(fact.schema satisfies Json)) return [];
  return [
    {
      severity: "warning",
      code: "contract.differs",
      step: step.id,
      field,
      message: `${nameOf(step)} checks by a schema that calls itself ${said} and is not what ${said} says.`,
      fix: "Take the contract's schema again, or remove its $id.",
    },
  ];
}

function inForce(versions: readonly ContractFact[]): ContractFact | undefined {
  return versions.filter((each) => each.state === "active").toSorted((a, b) => b.version - a.version)[0];
}
