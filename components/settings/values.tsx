"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatRelative } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Section } from "./section.tsx";
import { Trouble } from "#components/ui/trouble.tsx";

type Editing = { what: "secret" | "variable"; name: string; value: string; isNew: boolean };

/** Secrets and variables of an environment. A secret goes in and never comes out. */
export function Values({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const actor = useActor();
  const secrets = useQuery(trpc.connections.secrets.queryOptions({ environment }));
  const variables = useQuery(trpc.connections.variables.queryOptions({ environment }));
  const [editing, setEditing] = useState<Editing | null>(null);
  const maySecret = can(actor, "secret.edit");
  const mayVariable = can(actor, "connection.edit");
  return (
    <>
      <Section
        title={`Secrets of ${environmentName(environment)}`}
        help={`Flows name them, never hold them. They are encrypted, and nobody can read them again.${maySecret ? "" : " Administrators set them."}`}
        action={
          <Button
            size="sm"
            icon={<Plus size={14} aria-hidden />}
            disabled={!maySecret}
            title={maySecret ? undefined : "Administrators set secrets"}
            onClick={() => setEditing({ what: "secret", name: "", value: "", isNew: true })}
          >
            Set a secret
          </Button>
        }
      >
        {secrets.isPending && <SkeletonRows rows={2} label="Reading secrets" />}
        <CouldNotRead what="The secrets" query={secrets} />
        {secrets.data?.length === 0 && <p className="text-12 text-ink-3">None yet. A webhook that checks signatures, for one, needs one.</p>}
        {secrets.data && secrets.data.length > 0 && (
          <Table label="Secrets">
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>Set</Th>
                <Th>
                  <span className="sr-only">Change</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {secrets.data.map((secret) => (
                <tr key={secret.name}>
                  <Td strong>
                    <KeyRound size={14} aria-hidden className="mr-2 inline text-ink-3" />
                    <span className="mono">{secret.name}</span>
                  </Td>
                  <Td>{formatRelative(secret.updatedAt)}</Td>
                  <Td num>
                    <Button
                      size="sm"
                      variant="ghost"
                      disabled={!maySecret}
                      aria-label={`Replace the secret ${secret.name}`}
                      onClick={() => setEditing({ what: "secret", name: secret.name, value: "", isNew: false })}
                    >
                      Replace
                    </Button>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
      <Section
        title={`Variables of ${environmentName(environment)}`}
        help={
          <>
            What expressions see under <code className="mono">vars</code>: thresholds, names, addresses that differ between environments.
          </>
        }
        action={
          <Button
            size="sm"
            icon={<Plus size={14} aria-hidden />}
            disabled={!mayVariable}
            title={mayVariable ? undefined : "Administrators set variables"}
            onClick={() => setEditing({ what: "variable", name: "", value: "", isNew: true })}
          >
            Set a variable
          </Button>
        }
      >
        {variables.isPending && <SkeletonRows rows={2} label="Reading variables" />}
        <CouldNotRead what="The variables" query={variables} />
        {variables.data?.length === 0 && <p className="text-12 text-ink-3">None yet.</p>}
        {variables.data && variables.data.length > 0 && (
          <Table label="Variables">
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>Value</Th>
                <Th>Set</Th>
                <Th>
                  <span className="sr-only">Change</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {variables.data.map((variable) => (
                <tr key={variable.name}>
                  <Td strong>
                    <span className="mono">vars.{variable.name}</span>
                  </Td>
                  <Td>
                    <span className="mono [overflow-wrap:anywhere]">{JSON.stringify(variable.value)}</span>
                  </Td>
                  <Td className="whitespace-nowrap">{formatRelative(variable.updatedAt)}</Td>
                  <Td num>
                    <Button
                      size="sm"
                      variant="ghost"
                      disabled={!mayVariable}
                      aria-label={`Change the variable ${variable.name}`}
                      onClick={() => setEditing({ what: "variable", name: variable.name, value: JSON.stringify(variable.value), isNew: false })}
                    >
                      Change
                    </Button>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
      {editing && <ValueDialog environment={environment} editing={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function ValueDialog({ environment, editing, onClose }: { environment: string; editing: Editing; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(editing.name);
  const [value, setValue] = useState(editing.value);
  const saved = () => {
    void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
    onClose();
  };
  const secret = useMutation(trpc.connections.putSecret.mutationOptions({ onSuccess: saved }));
  const variable = useMutation(trpc.connections.putVariable.mutationOptions({ onSuccess: saved }));
  const error = secret.error ?? variable.error;
  const isSecret = editing.what === "secret";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={editing.isNew ? `Set a ${editing.what}` : `${isSecret ? "Replace" : "Change"} ${editing.name}`}
      description={`In ${environmentName(environment)} only.`}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSecret) secret.mutate({ environment, name, value });
          else variable.mutate({ environment, name, value: valueFrom(value) });
        }}
      >
        <Field label="Name" required>
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={!editing.isNew}
              value={name}
              spellCheck={false}
              placeholder={isSecret ? "crm" : "approval_threshold"}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Value" required help={isSecret ? "It is not shown again." : "JSON, or plain text: 50000, true, Halvorsen Partners."}>
          {(ids) => (
            <Input
              {...ids}
              mono
              type={isSecret ? "password" : "text"}
              autoComplete="off"
              value={value}
              spellCheck={false}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        <Trouble error={error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={secret.isPending || variable.isPending} disabled={name === "" || value === ""}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function valueFrom(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    // what is no JSON is text
    return text;
  }
}
