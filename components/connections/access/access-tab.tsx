"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus, ShieldCheck, Wand } from "lucide-react";
import { useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Note } from "#components/ui/note.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ConnectionView, OdooNeeds } from "#server/app.ts";
import { AccessMatrix } from "./access-matrix.tsx";
import { lacking, rowsOf, toAllow, withNeeds } from "./matrix.ts";
import type { Row } from "./matrix.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** What the connection may do in Odoo: chosen here, and checked by Throughline before any call leaves. */
export function AccessTab({ connection, mayEdit, onSaved }: { connection: ConnectionView; mayEdit: boolean; onSaved: () => void }) {
  const trpc = useTRPC();
  const at = { environment: connection.environment, key: connection.key };
  const needed = useQuery(trpc.connections.needs.queryOptions(at));
  const [rows, setRows] = useState(() => rowsOf(connection.config.allow));
  const [isDirty, setDirty] = useState(false);
  const save = useMutation(
    trpc.connections.update.mutationOptions({
      onSuccess: () => {
        setDirty(false);
        toast.success(rows === null ? "Saved. It may do whatever its login may." : "Saved. Every call is checked against it from now on.");
        onSaved();
      },
    }),
  );
  const change = (next: Row[] | null) => {
    setRows(next);
    setDirty(true);
  };
  if (needed.isPending) return <SkeletonRows rows={6} label="Reading what flows need" />;
  if (needed.error && !needed.data) return <CouldNotRead what="What flows need" query={needed} />;
  const { needs, unresolved } = needed.data as OdooNeeds;
  const refused =
    rows === null
      ? []
      : needs.filter(
          (need) =>
            !need.optional &&
            lacking(
              rows.find((row) => row.model === need.model),
              need,
            ).length > 0,
        );
  return (
    <section aria-labelledby="allowed">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <h3 id="allowed" className="text-13 font-semibold">
            What this connection may do
          </h3>
          <p className="text-12 text-ink-3">
            {rows === null
              ? "Everything that its login may do in Odoo."
              : `${rows.length} ${rows.length === 1 ? "model" : "models"}; everything else is refused before a call leaves.`}
          </p>
        </div>
        {mayEdit && (
          <>
            <Button icon={<Wand size={14} aria-hidden />} disabled={needs.length === 0} onClick={() => change(withNeeds(rows ?? [], needs))}>
              Take what flows need
            </Button>
            {rows !== null && <Button onClick={() => change(null)}>Allow everything</Button>}
            {rows === null && needs.length === 0 && <Button onClick={() => change([])}>Allow nothing yet</Button>}
          </>
        )}
      </div>
      {rows === null && !isDirty && (
        <Note className="mt-3" icon={ShieldCheck}>
          Take what flows need to narrow it down: a flow that is drawn or changed later cannot reach more of Odoo than you allow here.
        </Note>
      )}
      {rows !== null && <AccessMatrix rows={rows} needs={needs} isFixed={!mayEdit} onChange={change} />}
      {mayEdit && rows !== null && <AddModel connection={connection} rows={rows} onAdd={(model) => change(withNeeds(rows, [only(model)]))} />}
      {refused.length > 0 && (
        <Note tone="warn" announce="status" className="mt-3">
          <b>Flows need more than this:</b>{" "}
          {refused
            .map(
              (need) =>
                `${need.model} (${lacking(
                  rows?.find((row) => row.model === need.model),
                  need,
                ).join(", ")})`,
            )
            .join("; ")}
          .
        </Note>
      )}
      {unresolved.length > 0 && (
        <Note tone="warn" className="mt-3">
          What these fields point to could not be asked of Odoo now: {unresolved.join(", ")}. Reading it is needed, too.
        </Note>
      )}
      <Trouble error={save.error} className="mt-3" />
      {mayEdit && isDirty && (
        <div className="mt-3 flex gap-2">
          <Button variant="primary" loading={save.isPending} onClick={() => save.mutate({ ...at, config: { allow: rows === null ? null : toAllow(rows) } })}>
            Save access
          </Button>
          <Button
            onClick={() => {
              setRows(rowsOf(connection.config.allow));
              setDirty(false);
            }}
          >
            Undo changes
          </Button>
        </div>
      )}
    </section>
  );
}

const only = (model: string) => ({ model, operations: ["read"], fields: null, flows: [], optional: false });

function AddModel({ connection, rows, onAdd }: { connection: ConnectionView; rows: Row[]; onAdd: (model: string) => void }) {
  const trpc = useTRPC();
  const models = useQuery(trpc.odoo.models.queryOptions({ environment: connection.environment, connection: connection.key }, { retry: false }));
  const [model, setModel] = useState<string | null>(null);
  const options = (models.data ?? []).filter((each) => !rows.some((row) => row.model === each.model));
  return (
    <div className="mt-3 flex max-w-[420px] items-center gap-2">
      <Combobox
        label="Another model"
        placeholder="Another model, such as sale.order"
        className="flex-1"
        value={model}
        options={options.map((each) => ({ value: each.model, label: each.label, hint: each.model }))}
        onChange={setModel}
        allowOther
      />
      <Button
        icon={<Plus size={14} aria-hidden />}
        disabled={model === null}
        onClick={() => {
          if (model !== null) onAdd(model);
          setModel(null);
        }}
      >
        Add
      </Button>
    </div>
  );
}
