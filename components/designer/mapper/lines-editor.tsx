"use client";

import { ListTree, X } from "lucide-react";
import { mappedText } from "#flow/mapping/mapped.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { type LineEditorProps, useMapper } from "./mapper-context.tsx";
import { PlaceInput } from "./place-input.tsx";
import { formWords, shownLiteral } from "./words.ts";

/** A record for each item of a list: which list, and what the fields of each record are filled with. */
export function LinesEditor({ target, mapped, onChange }: LineEditorProps<"lines">) {
  const { canEdit, enter } = useMapper();
  return (
    <div className="flex flex-col gap-2">
      <PlaceInput label={`List of ${target.label}`} value={mapped.of} onChange={(of) => onChange({ ...mapped, of })} />
      {mapped.fields.length > 0 && (
        <table aria-label={`Fields of each line of ${target.label}`} className="max-w-[640px] text-12">
          <tbody>
            {mapped.fields.map((field) => (
              <tr key={field.name} className="border-b border-line">
                <th scope="row" className="py-1 pr-3 text-left font-mono font-normal text-ink-2">
                  {field.name}
                </th>
                <td className="max-w-80 truncate py-1 font-mono text-ink">
                  {field.value.kind === "literal"
                    ? shownLiteral(field.value.value)
                    : field.value.kind === "record" && field.value.value
                      ? mappedText(field.value.value)
                      : mappedText(field.value)}
                </td>
                <td className="py-1 pl-3 text-11 text-ink-3">{formWords(field.value)}</td>
                <td className="w-7">
                  <IconButton
                    size="sm"
                    label={`Remove ${field.name} of each line`}
                    disabled={!canEdit}
                    onClick={() => onChange({ ...mapped, fields: mapped.fields.filter((each) => each.name !== field.name) })}
                  >
                    <X size={13} aria-hidden />
                  </IconButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="flex items-center gap-3">
        {enter && (
          <Button size="sm" icon={<ListTree size={14} aria-hidden />} onClick={() => enter(target)}>
            Map the fields of each line
          </Button>
        )}
        {target.inner === undefined && <span className="text-11 text-ink-3">Lines are made together with their record; an update leaves them alone.</span>}
      </div>
    </div>
  );
}
