"use client";

import { type Node, type NodeProps, NodeResizer } from "@xyflow/react";
import { type KeyboardEvent, memo, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { MarkdownView } from "#components/ui/markdown/markdown-view.tsx";
import { SMALLEST_NOTE, updateNotes } from "#flow/annotations.ts";
import type { Note } from "#flow/document.ts";
import { useDesigner } from "../context.tsx";
import styles from "./notes.module.css";

export type NoteNodeType = Node<{ note: Note }, "note">;

/** A note on the canvas: read as Markdown, written in place after a double click or Enter. */
export const NoteNode = memo(function NoteNode({ data, selected }: NodeProps<NoteNodeType>) {
  const { note } = data;
  const { store, canEdit } = useDesigner();
  const [isWriting, setWriting] = useState(false);
  const write = (text: string) => store.edit((document) => updateNotes(document, { [note.id]: { text } }), { burst: `note ${note.id}` });
  const end = () => {
    setWriting(false);
    store.settle();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation();
    if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
    const node = event.currentTarget.closest<HTMLElement>(".react-flow__node");
    end();
    node?.focus({ preventScroll: true });
  };
  return (
    <>
      {canEdit && (
        <NodeResizer
          isVisible={selected && !isWriting}
          minWidth={SMALLEST_NOTE.width}
          minHeight={SMALLEST_NOTE.height}
          lineClassName={styles.resizeLine}
          handleClassName={styles.resizeHandle}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard opens it by Enter on the note, and by the panel */}
      <div
        className={cx(styles.note, selected && styles.noteOn)}
        data-colour={note.colour ?? "yellow"}
        onDoubleClick={(event) => {
          event.stopPropagation();
          if (canEdit) setWriting(true);
        }}
      >
        {isWriting ? (
          <textarea
            // biome-ignore lint/a11y/noAutofocus: it was asked for by a double click
            autoFocus
            aria-label="Text of the note"
            className={cx(styles.write, "nodrag nopan nowheel")}
            value={note.text}
            maxLength={10_000}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            onBlur={end}
          />
        ) : note.text.trim() === "" ? (
          <p className={styles.blank}>{canEdit ? "Double-click to write" : "An empty note"}</p>
        ) : (
          <div className={cx(styles.read, selected && "nowheel")}>
            <MarkdownView text={note.text} />
          </div>
        )}
      </div>
    </>
  );
});
