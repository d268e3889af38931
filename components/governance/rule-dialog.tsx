"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Trash2, X } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { OwnershipRuleView } from "#server/app.ts";
import { useOwnable } from "./use-ownable.ts";
import { POLICY } from "./words.ts";
import { useRefresh } from "./use-refresh.ts";
import { Trouble } from "#components/ui/trouble.tsx";

type RuleDialogProps = {
  environment: string;
  /** null: a new one */
  rule: OwnershipRuleView | null;
  /** key of a flow that is to be let in, as long as nobody decides otherwise */
  asked: string | null;
  flows: readonly { key: string; name: string }[];
  mayEdit: boolean;
  onClose: () => void;
};
type Kind = "model" | "contract";

/** One rule: what it is about, whose it is, what happens to others, and who may write all the same. */
export function RuleDialog({ environment, rule, asked, flows, mayEdit, onClose }: RuleDialogProps) {
  const trpc = useTRPC();
  const refresh = useRefresh();
  const [kind, setKind] = useState<Kind>(rule?.object.kind ?? "model");
  const [name, setName] = useState(rule?.object.name ?? "");
  const [field, setField] = useState(rule?.field ?? null);
  const [system, setSystem] = useState(rule?.system ?? "");
  const [policy, setPolicy] = useState(rule?.policy ?? "flag");
  const [writers, setWriters] = useState<readonly string[]>(() => [...new Set([...(rule?.writers ?? []), ...(asked === null ? [] : [asked])])]);
  const [note, setNote] = useState(rule?.note ?? "");
  const { objects, fields } = useOwnable({ environment, kind, name });
  const rules = useQuery(trpc.governance.rules.queryOptions());
  const done = () => {
    refresh();
    onClose();
  };
  const save = useMutation(trpc.governance.saveRule.mutationOptions({ onSuccess: done }));
  const remove = useMutation(trpc.governance.removeRule.mutationOptions({ onSuccess: done }));
  const trouble = save.error ?? remove.error;
  const systems = [...new Set(["Odoo", ...(rules.data ?? []).map((each) => each.system)])];
  const isNew = asked !== null && rule !== null && !rule.writers.includes(asked);
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={rule === null ? "New ownership rule" : `Who owns ${rule.object.name}${rule.field === null ? "" : `.${rule.field}`}`}
      description="The system of record has the say. Flows that carry its values may write; all others are warned or stopped."
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ ...(rule === null ? {} : { id: rule.id }), object: { kind, name }, field, system, policy, writers: [...writers], note });
        }}
      >
        {!mayEdit && (
          <Note>Administrators change who owns what. Ask one of them to let your flow in, or leave the field to {rule?.system ?? "its system"}.</Note>
        )}
        <Segmented<Kind>
          label="Kind of object"
          value={kind}
          disabled={!mayEdit}
          options={[
            { value: "model", label: "Odoo model" },
            { value: "contract", label: "Contract" },
          ]}
          onChange={(next) => {
            setKind(next);
            setName("");
            setField(null);
          }}
        />
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <Field label="Object" required>
            {(ids) => (
              <Combobox
                {...ids}
                allowOther={kind === "model"}
                disabled={!mayEdit}
                value={name === "" ? null : name}
                options={objects}
                placeholder={kind === "model" ? "res.partner" : "Choose a contract"}
                onChange={(next) => {
                  setName(next ?? "");
                  setField(null);
                }}
              />
            )}
          </Field>
          <Field label="Field" help="Empty: every field that has no rule of its own.">
            {(ids) => (
              <Combobox {...ids} allowOther disabled={!mayEdit || name === ""} value={field} options={fields} placeholder="Every field" onChange={setField} />
            )}
          </Field>
          <Field label="System of record" required>
            {(ids) => (
              <Combobox
                {...ids}
                allowOther
                disabled={!mayEdit}
                value={system === "" ? null : system}
                options={systems.map((value) => ({ value, label: value }))}
                placeholder="HR (Personio)"
                onChange={(next) => setSystem(next ?? "")}
              />
            )}
          </Field>
          <Field label="When other flows write it">
            {(ids) => (
              <Select
                {...ids}
                disabled={!mayEdit}
                value={policy}
                options={[
                  { value: "flag" as const, label: POLICY.flag.long },
                  { value: "stop" as const, label: POLICY.stop.long },
                ]}
                onChange={setPolicy}
              />
            )}
          </Field>
        </div>
        <Field label="Flows that carry its values" help={isNew ? `${nameIn(flows, asked)} is added once you save.` : undefined}>
          {(ids) => (
            <div className="flex flex-col gap-1.5">
              {writers.length > 0 && (
                <ul className="flex flex-wrap gap-1" aria-label="Flows that may write">
                  {writers.map((key) => (
                    <li key={key}>
                      <Tag>
                        {nameIn(flows, key)}
                        <button
                          type="button"
                          aria-label={`Remove ${nameIn(flows, key)}`}
                          disabled={!mayEdit}
                          onClick={() => setWriters(writers.filter((each) => each !== key))}
                        >
                          <X size={12} aria-hidden />
                        </button>
                      </Tag>
                    </li>
                  ))}
                </ul>
              )}
              <Combobox
                {...ids}
                key={writers.length}
                disabled={!mayEdit}
                value={null}
                options={flows.filter((each) => !writers.includes(each.key)).map((each) => ({ value: each.key, label: each.name, hint: each.key }))}
                placeholder="Add a flow"
                onChange={(key) => key !== null && setWriters([...writers, key])}
              />
            </div>
          )}
        </Field>
        <Field label="Why">
          {(ids) => (
            <Input
              {...ids}
              value={note}
              maxLength={400}
              disabled={!mayEdit}
              placeholder="Checked by HR before the first day"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <Trouble error={trouble} />
        <DialogActions>
          {rule !== null && (
            <Button
              variant="danger"
              className="mr-auto"
              icon={<Trash2 size={14} aria-hidden />}
              disabled={!mayEdit}
              loading={remove.isPending}
              onClick={() => remove.mutate({ id: rule.id })}
            >
              Remove rule
            </Button>
          )}
          <Button onClick={onClose}>{mayEdit ? "Cancel" : "Close"}</Button>
          <Button type="submit" variant="primary" loading={save.isPending} disabled={!mayEdit || name === "" || system.trim() === ""}>
            Save rule
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function nameIn(flows: RuleDialogProps["flows"], key: string): string {
  return flows.find((each) => each.key === key)?.name ?? key;
}
