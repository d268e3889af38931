"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatPlural, formatRelative } from "#components/ui/format.ts";
import { contractChanges } from "#flow/contract/changes.ts";
import type { ContractVersionView, ContractView } from "#server/app.ts";
import { ChangeLines } from "./change-lines.tsx";
import { StateTag } from "./state-tag.tsx";
import { useRefresh } from "./use-refresh.ts";

type VersionHistoryProps = { contract: ContractView; mayEdit: boolean; shown: number; onShow: (version: number) => void };

/** Every version with what changed since the one before; from here it is activated and retired. */
export function VersionHistory({ contract, mayEdit, shown, onShow }: VersionHistoryProps) {
  const [moving, setMoving] = useState<{ version: ContractVersionView; state: "active" | "retired" } | null>(null);
  return (
    <section aria-labelledby="contract-versions">
      <h3 id="contract-versions" className="mb-1 text-13 font-semibold">
        Versions
      </h3>
      <ol>
        {contract.versions.map((version, index) => {
          const before = contract.versions[index + 1];
          const changes = before ? contractChanges(before.schema, version.schema) : [];
          const breaking = changes.filter((change) => change.isBreaking).length;
          return (
            <li key={version.number} className="border-b border-line py-2.5">
              <div className="flex items-center gap-2 text-12">
                <button
                  type="button"
                  aria-current={version.number === shown || undefined}
                  onClick={() => onShow(version.number)}
                  className={cx("rounded-1 font-medium hover:underline", version.number === shown ? "text-ink" : "text-accent-text")}
                >
                  Version {version.number}
                </button>
                <StateTag state={version.state} />
                <span className="ml-auto flex gap-1">
                  {version.state === "draft" && (
                    <Button size="sm" disabled={!mayEdit} onClick={() => setMoving({ version, state: "active" })}>
                      Activate<span className="sr-only"> version {version.number}</span>
                    </Button>
                  )}
                  {version.state === "active" && (
                    <Button size="sm" variant="ghost" disabled={!mayEdit} onClick={() => setMoving({ version, state: "retired" })}>
                      Retire<span className="sr-only"> version {version.number}</span>
                    </Button>
                  )}
                </span>
              </div>
              {version.note && <p className="mt-0.5 text-12 text-ink-2">{version.note}</p>}
              <p className="text-11 text-ink-3">
                {version.createdBy}, {formatRelative(version.createdAt)}
                {breaking > 0 && ` · ${formatPlural(breaking, "breaking change")}`}
              </p>
              {changes.length > 0 && (
                <details className="mt-1" open={version.number === shown}>
                  <summary className="cursor-pointer text-11 text-ink-2">
                    {formatPlural(changes.length, "change")} since version {before?.number}
                  </summary>
                  <ChangeLines label={`Changes of version ${version.number}`} changes={changes} />
                </details>
              )}
            </li>
          );
        })}
      </ol>
      {moving && <MoveDialog contract={contract} {...moving} onClose={() => setMoving(null)} />}
    </section>
  );
}

type MoveDialogProps = { contract: ContractView; version: ContractVersionView; state: "active" | "retired"; onClose: () => void };

function MoveDialog({ contract, version, state, onClose }: MoveDialogProps) {
  const trpc = useTRPC();
  const refresh = useRefresh();
  const users = new Set(contract.usedBy.filter((use) => use.version === version.number).map((use) => use.name));
  const move = useMutation(
    trpc.governance.setState.mutationOptions({
      onSuccess: () => {
        refresh();
        onClose();
      },
    }),
  );
  const description =
    state === "active"
      ? "Flows may keep to it from now on. A version never changes; it can only be retired."
      : users.size === 0
        ? "No flow keeps to it. It stays readable, and cannot come back."
        : `${[...users].join(", ")} ${users.size === 1 ? "keeps" : "keep"} to it and will be warned. It stays readable, and cannot come back.`;
  return (
    <ConfirmDialog
      title={`${state === "active" ? "Activate" : "Retire"} version ${version.number} of ${contract.name}?`}
      description={description}
      action={state === "active" ? "Activate" : "Retire"}
      doing={move}
      onConfirm={() => move.mutate({ key: contract.key, version: version.number, state })}
      onClose={onClose}
    />
  );
}
