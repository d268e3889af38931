"use client";

import { Trash2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { SMALLEST_NOTE, updateNotes } from "#flow/annotations.ts";
import type { Note } from "#flow/document.ts";
import { useDesigner } from "../context.tsx";
import { ColourChoice } from "./colour-choice.tsx";
import styles from "./notes.module.css";

type Change = Partial<Pick<Note, "text" | "colour" | "size">>;

/** A note beside the canvas: everything that can be done to it without a mouse. */
export function NotePanel({ note, onDeleted }: { note: Note; onDeleted: () => void }) {
  const { store, actions, canEdit } = useDesigner();
  const change = (part: string, value: Change) => store.edit((document) => updateNotes(document, { [note.id]: value }), { burst: `note ${note.id} ${part}` });
  const [width, height] = note.size;
  const sides = [
    { name: "Width", value: width, least: SMALLEST_NOTE.width, set: (next: number) => change("size", { size: [next, height] }) },
    { name: "Height", value: height, least: SMALLEST_NOTE.height, set: (next: number) => change("size", { size: [width, next] }) },
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="px-4 pt-3 pb-2">
        <h2 className="text-14 font-semibold">Note</h2>
        <p className="mt-0.5 text-12 text-ink-3">For whoever reads this flow. A run knows nothing of it.</p>
      </header>
      <div className={styles.panel}>
        <label className={styles.field}>
          <span>Text, in Markdown</span>
          <textarea
            name="note"
            rows={10}
            maxLength={10_000}
            readOnly={!canEdit}
            value={note.text}
            onChange={(event) => change("text", { text: event.target.value })}
            onBlur={store.settle}
          />
        </label>
        {canEdit && (
          <>
            <ColourChoice label="Colour of the note" value={note.colour ?? "yellow"} onChange={(colour) => change("colour", { colour })} />
            <div className={styles.sides}>
              {sides.map(({ name, value, least, set }) => (
                <label key={name} className={styles.field}>
                  <span>{name}, px</span>
                  <input type="number" min={least} max={2_000} step={20} value={value} onChange={(event) => set(clamp(event.target.valueAsNumber, least))} />
                </label>
              ))}
            </div>
          </>
        )}
      </div>
      {canEdit && (
        <footer className="flex gap-2 border-t border-line p-3">
          <Button
            size="sm"
            variant="danger"
            icon={<Trash2 size={14} aria-hidden />}
            onClick={() => {
              actions.removeSelected();
              onDeleted();
            }}
          >
            Delete the note
          </Button>
        </footer>
      )}
    </div>
  );
}

const clamp = (value: number, least: number) => Math.min(2_000, Math.max(least, Math.round(Number.isFinite(value) ? value : least)));
