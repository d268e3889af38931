import { useMemo } from "react";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { keyed } from "#components/ui/keyed.ts";
import { Json } from "#flow/document.ts";
import { changedOnly, lineDiff } from "./line-diff.ts";
import styles from "./replay-dialog.module.css";

/** What a replay gets instead of what the original had: as JSON, with what differs below it. */
export function ReplayEditor({ label, text, original, hint, problem, onChange }: EditorProps) {
  const changes = useMemo(() => changedOnly(lineDiff(original, text)), [original, text]);
  return (
    <div className={styles.editor}>
      <Field label={label}>
        {(ids) => (
          <Textarea
            {...ids}
            mono
            spellCheck={false}
            rows={Math.min(14, Math.max(5, original.split("\n").length + 1))}
            value={text}
            aria-invalid={problem !== null}
            aria-describedby={problem ? "input-problem" : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      {hint && <p className="text-ink-3">{hint}</p>}
      {problem && (
        <p id="input-problem" role="alert" className="text-12 text-danger-text">
          {problem}
        </p>
      )}
      <section aria-label="Difference">
        <h3>Difference</h3>
        {changes.length === 0 ? (
          <p className="text-ink-3">Nothing changed yet.</p>
        ) : (
          <pre className={styles.diff}>
            {keyed(changes, (line) => `${line.kind} ${line.text}`).map(({ key, item: line }) => {
              const Line = line.kind === "before" ? "del" : line.kind === "after" ? "ins" : "span";
              return (
                <Line key={key}>
                  <span className="sr-only">{line.kind === "same" ? "" : `${line.kind}: `}</span>
                  {line.text || " "}
                  {"\n"}
                </Line>
              );
            })}
          </pre>
        )}
      </section>
    </div>
  );
}

type EditorProps = { label: string; text: string; original: string; hint: string | null; problem: string | null; onChange: (text: string) => void };

export function parseJson(text: string): { ok: true; value: Json } | { ok: false; problem: string } {
  try {
    return { ok: true, value: Json.parse(JSON.parse(text)) };
  } catch (error) {
    return { ok: false, problem: `This is not JSON yet: ${error instanceof Error ? error.message : String(error)}` };
  }
}
