"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import styles from "./mapper.module.css";

/** A field by name, where nobody says which ones there are. */
export function NewTarget({ names, canEdit, onAdd }: { names: ReadonlySet<string>; canEdit: boolean; onAdd: (name: string) => void }) {
  const [name, setName] = useState("");
  const isTaken = names.has(name.trim());
  return (
    <form
      className={styles.newTarget}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "" || isTaken) return;
        onAdd(name.trim());
        setName("");
      }}
    >
      <Input
        size="sm"
        mono
        aria-label="Name of a new field"
        placeholder="Name of a new field"
        aria-invalid={isTaken || undefined}
        disabled={!canEdit}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" size="sm" icon={<Plus size={14} aria-hidden />} disabled={!canEdit || name.trim() === "" || isTaken}>
        Add field
      </Button>
    </form>
  );
}
