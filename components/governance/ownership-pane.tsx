"use client";

import { useQuery } from "@tanstack/react-query";
import { Landmark, Pencil } from "lucide-react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { OwnershipRuleView } from "#server/app.ts";
import styles from "./governance.module.css";
import { RuleDialog } from "./rule-dialog.tsx";
import { POLICY } from "./words.ts";

type OwnershipPaneProps = {
  environment: string;
  /** the id of the one that is open, or new */
  rule: string | null;
  /** a flow that somebody wants to let write */
  flow: string | null;
  onRule: (rule: string | null) => void;
};

/** Which system has the say over which object or field, and which flows carry its values. */
export function OwnershipPane({ environment, rule, flow, onRule }: OwnershipPaneProps) {
  const trpc = useTRPC();
  const actor = useActor();
  const list = useQuery(trpc.governance.rules.queryOptions());
  const flows = useQuery(trpc.flows.list.queryOptions({ environment }, { enabled: can(actor, "flow.read") }));
  const names = new Map((flows.data ?? []).map((each) => [each.key, each.name]));
  const rules = list.data as OwnershipRuleView[] | undefined;
  const open = rule === "new" ? null : rules?.find((each) => each.id === rule);
  const mayEdit = can(actor, "ownership.edit");
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {list.isPending && <SkeletonRows rows={6} label="Reading ownership rules" />}
      <CouldNotRead what="The rules" query={list} />
      {rules?.length === 0 && (
        <EmptyState
          title="Nobody owns anything yet"
          icon={<Landmark size={18} aria-hidden />}
          action={
            mayEdit && (
              <Button variant="primary" onClick={() => onRule("new")}>
                New rule
              </Button>
            )
          }
        >
          A rule names the system of record of an object or a field. A flow that writes it all the same is warned, or stopped, before it runs.
        </EmptyState>
      )}
      {rules && rules.length > 0 && (
        <Table label="Ownership rules" className={cx(styles.fields, styles.wide)}>
          <thead>
            <tr>
              <Th>Object and field</Th>
              <Th>System of record</Th>
              <Th>When others write it</Th>
              <Th>Flows that carry its values</Th>
              <Th>Why</Th>
              <Th>
                <span className="sr-only">Change</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rules.map((each) => (
              <tr key={each.id}>
                <Td strong>
                  <span className="mono text-12">
                    {each.object.name}
                    {each.field !== null && `.${each.field}`}
                  </span>
                  <span className="block text-11 font-normal text-ink-3">
                    {each.object.kind === "model" ? "Odoo model" : "contract"}, {each.field === null ? "every field" : "this field"}
                  </span>
                </Td>
                <Td>{each.system}</Td>
                <Td>
                  <Tag tone={each.policy === "stop" ? "danger" : "warn"}>{POLICY[each.policy].label}</Tag>
                </Td>
                <Td>
                  {each.writers.length === 0 ? (
                    <span className="text-ink-3">none</span>
                  ) : (
                    each.writers.map((key) => (
                      <span key={key} className="block">
                        {names.get(key) ?? key}
                      </span>
                    ))
                  )}
                </Td>
                <Td>
                  <span className="block min-w-40 max-w-[40ch]">{each.note}</span>
                </Td>
                <Td>
                  <IconButton
                    size="sm"
                    label={`${mayEdit ? "Change" : "Look at"} the rule of ${each.object.name}${each.field === null ? "" : `.${each.field}`}`}
                    onClick={() => onRule(each.id)}
                  >
                    <Pencil size={14} aria-hidden />
                  </IconButton>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {rules && open !== undefined && (
        <RuleDialog
          key={rule}
          environment={environment}
          rule={open}
          asked={flow}
          flows={[...names].map(([key, name]) => ({ key, name }))}
          mayEdit={mayEdit}
          onClose={() => onRule(null)}
        />
      )}
    </div>
  );
}
