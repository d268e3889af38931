import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Textarea } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { LONGEST_RUNBOOK } from "#flow/marks.ts";

type RunbookFieldProps = { value: string; canEdit: boolean; onChange: (text: string) => void };

/** What to do when the flow fails. One that came in from a file and is longer than anybody reads would hold up the browser in a field. */
export function RunbookField({ value, canEdit, onChange }: RunbookFieldProps) {
  if (value.length > LONGEST_RUNBOOK)
    return (
      <Note
        tone="warn"
        action={
          canEdit && (
            <Button size="sm" onClick={() => onChange(value.slice(0, LONGEST_RUNBOOK))}>
              Keep the beginning
            </Button>
          )
        }
      >
        <b>The runbook is too long to be read here:</b> {formatNumber(value.length)} characters of {formatNumber(LONGEST_RUNBOOK)}. Keep its beginning, and link
        to the rest.
      </Note>
    );
  return (
    <Field label="Runbook" help="What to do when it fails, for whoever is on duty. Markdown is read.">
      {(ids) => (
        <Textarea
          {...ids}
          name="runbook"
          rows={5}
          maxLength={LONGEST_RUNBOOK}
          disabled={!canEdit}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
