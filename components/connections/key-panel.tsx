"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { ConnectionView } from "#server/app.ts";
import { KeyDialog } from "./key-dialog.tsx";
import { keyState } from "./key-words.ts";

const HOUR_MS = 3_600_000;

/** How long the API key of an Odoo lasts, and the way to a new one. */
export function KeyPanel({ connection, mayEdit, onChanged }: { connection: ConnectionView; mayEdit: boolean; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const state = keyState(connection.keyExpiry, useNow(HOUR_MS));
  return (
    <div className="mb-5">
      <p
        className={cx(
          "mb-2 text-12",
          state === null
            ? "text-ink-3"
            : state.tone === "ok"
              ? "text-ink-2"
              : state.tone === "soon"
                ? "font-medium text-warn-text"
                : "font-medium text-technical-text",
        )}
      >
        {state === null
          ? (connection.health?.facts?.keys ?? []).some((key) => key.expiresAt === null)
            ? "It has no end, as Odoo says."
            : "Odoo tells no end of this key, and none was entered."
          : `${state.long}${connection.keyExpiry?.from === "person" ? "" : (connection.health?.facts?.keys?.length ?? 0) > 1 ? ", the first of this login's keys" : ", as Odoo says"}.`}
      </p>
      <Button
        size="sm"
        icon={<KeyRound size={13} aria-hidden />}
        disabled={!mayEdit}
        title={mayEdit ? undefined : "Administrators replace keys"}
        onClick={() => setOpen(true)}
      >
        Replace key…
      </Button>
      {isOpen && <KeyDialog connection={connection} onClose={() => setOpen(false)} onChanged={onChanged} />}
    </div>
  );
}
