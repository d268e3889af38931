"use client";

import { useQuery } from "@tanstack/react-query";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { isExpression } from "#flow/marks.ts";
import { type Assignees, namesIn, withChosen, withName, withValue } from "./assignees.ts";
import { isRecord } from "./json.ts";
import { type EditorProps, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { ValueControl } from "./value-control.tsx";

const ROLES = ["approver", "operator", "analyst", "administrator"].map((role) => ({ value: role, label: role }));

/** Whom the question goes to: roles, groups, people, and whoever an expression names. */
export function AssigneesEditor({ path, label, value, onChange, required, help }: EditorProps & { required?: boolean | undefined; help?: string | undefined }) {
  const trpc = useTRPC();
  const mayKnow = can(useActor(), "people.read");
  const people = useQuery(trpc.access.people.queryOptions(undefined, { enabled: mayKnow }));
  const groups = useQuery(trpc.access.groups.queryOptions(undefined, { enabled: mayKnow }));
  const held: Assignees = isRecord(value) && !isExpression(value) ? value : {};
  const asked = people.data?.filter((person) => !person.disabled && (person.role === "approver" || person.role === "administrator")) ?? [];
  const nameOf = (email: string) => {
    const person = people.data?.find((each) => each.email === email);
    if (!person) return people.data ? `${email} (not there any more)` : email;
    return `${person.name} (${person.disabled ? "disabled" : "may not decide"})`;
  };
  const problems = useProblemsAt(path, true);
  // those of an expression stand under it
  const own = new Set(["expression", "roles", "groups", "people"].flatMap((of) => (of === "expression" || isExpression(held[of]) ? [`${path}.${of}`] : [])));
  const shared = { path, held, onChange };
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <ProblemLines problems={problems.filter(({ field }) => !own.has(field ?? ""))} />
      <Names {...shared} of="roles" title="Roles" options={ROLES} gone={(role) => role} />
      {!groups.isLoading && (
        <Names
          {...shared}
          of="groups"
          title="Groups"
          options={groups.data?.map((group) => ({ value: group.key, label: group.name })) ?? []}
          gone={(key) => (groups.data ? `${key} (not there any more)` : key)}
        />
      )}
      {!people.isLoading && (
        <Names {...shared} of="people" title="People" options={asked.map((person) => ({ value: person.email, label: person.name }))} gone={nameOf} />
      )}
      <ValueControl
        always
        path={`${path}.expression`}
        label="And whoever this names"
        name="People by an expression"
        literal={{ kind: "text" }}
        placeholder="trigger.body.manager_email"
        value={held.expression}
        onChange={(next) => onChange(withValue(held, "expression", next))}
      />
    </SettingGroup>
  );
}

type NamesProps = {
  path: string;
  held: Assignees;
  onChange: EditorProps["onChange"];
  of: string;
  title: string;
  options: { value: string; label: string }[];
  /** what to call one that is not among the options */
  gone: (name: string) => string;
};

function Names({ path, held, onChange, of, title, options, gone }: NamesProps) {
  const { canEdit } = usePanel();
  const given = held[of];
  if (isExpression(given))
    return (
      <ValueControl
        always
        path={`${path}.${of}`}
        label={title}
        name={`${title} by an expression`}
        literal={{ kind: "text" }}
        value={given}
        onChange={(next) => onChange(withValue(held, of, next))}
      />
    );
  const chosen = namesIn(held, of);
  const all = withChosen(options, chosen, gone);
  if (all.length === 0) return null;
  return (
    <div>
      <p className="mb-1 text-11 text-ink-3">{title}</p>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {all.map((option) => {
          const isAsked = chosen.includes(option.value);
          return (
            <Checkbox
              key={option.value}
              checked={isAsked}
              disabled={!canEdit}
              onChange={() => onChange(withName(held, of, { name: option.value, isAsked: !isAsked }))}
            >
              {option.label}
            </Checkbox>
          );
        })}
      </div>
    </div>
  );
}
