"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatRelative } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { ApiKeyView, Role } from "#server/app.ts";
import { ROLE_DOES, ROLE_OPTIONS } from "./roles.ts";
import { Section } from "./section.tsx";
import { Trouble } from "#components/ui/trouble.tsx";

/** Keys for programs. A key is shown once; afterwards only its beginning is known. */
export function ApiKeys() {
  const trpc = useTRPC();
  const actor = useActor();
  const [isNew, setNew] = useState(false);
  const mayManage = can(actor, "people.manage");
  const keys = useQuery(trpc.access.apiKeys.queryOptions(undefined, { enabled: mayManage }));
  const [leaving, setLeaving] = useState<ApiKeyView | null>(null);
  if (!mayManage) return <EmptyState title="For administrators">Administrators make keys for programs. Ask one for yours.</EmptyState>;
  return (
    <Section
      title="API keys"
      help={
        <>
          For scripts and CI: <code className="mono">Authorization: Bearer &lt;key&gt;</code>. A key may do what its role may do.
        </>
      }
      action={
        <Button size="sm" icon={<Plus size={14} aria-hidden />} onClick={() => setNew(true)}>
          New key
        </Button>
      }
    >
      {keys.isPending && <SkeletonRows rows={2} label="Reading keys" />}
      <CouldNotRead what="The keys" query={keys} />
      {keys.data?.length === 0 && <p className="text-12 text-ink-3">None yet.</p>}
      {keys.data && keys.data.length > 0 && (
        <Table label="API keys">
          <thead>
            <tr>
              <Th>Name</Th>
              <Th>Key</Th>
              <Th>Role</Th>
              <Th>Last used</Th>
              <Th>Ends</Th>
              <Th>
                <span className="sr-only">Revoke</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {keys.data.map((key) => (
              <tr key={key.id}>
                <Td strong>
                  {key.name} {key.revoked && <Tag tone="warn">revoked</Tag>}
                </Td>
                <Td>
                  <span className="mono">{key.prefix}…</span>
                </Td>
                <Td>{key.role}</Td>
                <Td>{key.lastUsedAt ? formatRelative(key.lastUsedAt) : "never"}</Td>
                <Td>{key.expiresAt ? formatRelative(key.expiresAt) : "never"}</Td>
                <Td num>
                  <Button size="sm" variant="ghost" disabled={key.revoked} aria-label={`Revoke ${key.name}`} onClick={() => setLeaving(key)}>
                    Revoke
                  </Button>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {isNew && <KeyDialog onClose={() => setNew(false)} />}
      {leaving && <RevokeDialog apiKey={leaving} onClose={() => setLeaving(null)} />}
    </Section>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const revoke = useMutation(
    trpc.access.revokeApiKey.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: trpc.access.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      title={`Revoke ${apiKey.name}?`}
      description={`Every program that uses it is refused from now on. ${apiKey.lastUsedAt ? `It was last used ${formatRelative(apiKey.lastUsedAt)}.` : "It was never used."} This cannot be undone.`}
      action="Revoke"
      doing={revoke}
      onConfirm={() => revoke.mutate({ id: apiKey.id })}
      onClose={onClose}
    />
  );
}

const LIFETIMES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "never", label: "Never" },
];

function KeyDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [lifetime, setLifetime] = useState("90");
  const create = useMutation(
    trpc.access.createApiKey.mutationOptions({ onSuccess: () => void queries.invalidateQueries({ queryKey: trpc.access.pathKey() }) }),
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="New API key">
      {create.data ? (
        <>
          <Note tone="ok" announce="status">
            <b>Copy the key now: it is not shown again.</b>
          </Note>
          <div className="mt-3 flex items-center gap-2 rounded-2 bg-surface-3 px-2.5 py-1.5">
            <code className="mono min-w-0 flex-1 text-12 break-all">{create.data.key}</code>
            <CopyButton text={create.data.key} what="key" />
          </div>
          <DialogActions>
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </DialogActions>
        </>
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ name, role, expiresInDays: lifetime === "never" ? null : Number(lifetime) });
          }}
        >
          <Field label="Name" required help="Who or what uses it.">
            {(ids) => <Input {...ids} value={name} placeholder="CRM deployment" onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label="Role" help={ROLE_DOES[role]}>
            {(ids) => <Select {...ids} value={role} options={ROLE_OPTIONS} onChange={setRole} />}
          </Field>
          <Field label="Ends after">{(ids) => <Select {...ids} value={lifetime} options={LIFETIMES} onChange={setLifetime} />}</Field>
          <Trouble error={create.error} />
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" loading={create.isPending} disabled={name.trim() === ""}>
              Create
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
