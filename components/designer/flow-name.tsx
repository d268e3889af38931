"use client";

import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { updateFlow } from "#flow/edit.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import styles from "./designer.module.css";

/** The flow's name, which becomes a field when it is clicked. */
export function FlowName() {
  const { store, canEdit } = useDesigner();
  const name = useDesignerState((state) => state.document.flow.name);
  const [text, setText] = useState<string | null>(null);
  const finish = (isKept: boolean) => {
    const next = text?.trim();
    setText(null);
    if (isKept && next && next !== name) store.edit((document) => updateFlow(document, { name: next }));
  };
  if (text !== null)
    return (
      <Input
        autoFocus
        aria-label="Name of the flow"
        size="sm"
        maxLength={160}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish(true);
          if (event.key === "Escape") {
            event.stopPropagation();
            finish(false);
          }
        }}
        className="w-[300px] font-semibold"
      />
    );
  return (
    <h1 className={styles.title} title={name}>
      <button type="button" disabled={!canEdit} title={canEdit ? "Rename the flow" : undefined} className={styles.titleButton} onClick={() => setText(name)}>
        {name}
      </button>
    </h1>
  );
}
