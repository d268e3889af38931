"use client";

import { ClipboardPaste, FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { Textarea } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { type FlowFile, parseFlowFile, readFlowFile } from "../flow-file.ts";

/** A flow file, chosen, dropped or pasted. Says what is wrong with one that is none. */
export function FileDrop({ problems, onRead }: { problems: readonly string[]; onRead: (name: string, file: FlowFile) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const shown = text?.trim() === "" ? [] : problems;
  const take = async (chosen: File | undefined) => {
    if (chosen) onRead(chosen.name, await readFlowFile(chosen));
  };
  const paste = async (pasted: string) => {
    if (pasted.trim() === "") return;
    // what begins like JSON is JSON; everything else is read as YAML, which says where it fails
    const name = /^\s*[{[]/.test(pasted) ? "pasted.json" : "pasted.yaml";
    onRead("the text", await parseFlowFile({ name, text: pasted }));
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way to the button inside */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
        className={cx(
          "flex flex-col items-center gap-2 rounded-3 border border-dashed px-4 py-5 text-center text-12 text-ink-3",
          isOver ? "border-accent bg-accent-soft" : "border-line-strong bg-surface-2",
        )}
      >
        <span className="flex flex-wrap justify-center gap-2">
          <Button icon={<FileUp size={14} aria-hidden />} onClick={() => picker.current?.click()}>
            Choose a flow file
          </Button>
          <Button
            icon={<ClipboardPaste size={14} aria-hidden />}
            aria-expanded={text !== null}
            onClick={() => setText((known) => (known === null ? "" : null))}
          >
            Paste its text
          </Button>
        </span>
        or drop one here: .flow.json or .yaml
        <input
          ref={picker}
          type="file"
          aria-label="Flow file"
          accept=".json,.yaml,.yml,application/json"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            // the same file once more, corrected meanwhile, is a choice, too
            event.target.value = "";
            void take(chosen);
          }}
        />
        {text !== null && (
          <Textarea
            aria-label="Text of the flow file"
            autoFocus
            rows={5}
            value={text}
            className="mono w-full text-left"
            onChange={(event) => {
              setText(event.target.value);
              void paste(event.target.value);
            }}
          />
        )}
      </div>
      {shown.length > 0 && (
        <Note tone="danger" announce="alert" className="mt-3">
          <b>This file is not a flow</b>
          <ul className="mt-0.5 list-disc pl-4">
            {shown.map((problem) => (
              <li key={problem} className="break-words">
                {problem}
              </li>
            ))}
          </ul>
        </Note>
      )}
    </>
  );
}
