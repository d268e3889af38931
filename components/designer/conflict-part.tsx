"use client";

import { ArrowRight, Settings2, Shapes, SquareMousePointer } from "lucide-react";
import { Segmented } from "#components/ui/segmented.tsx";
import type { Fate, MergePart, Side } from "#flow/merge.ts";
import { settingWord, shownValue } from "./words.ts";

const KINDS = {
  step: { word: "Step", Icon: SquareMousePointer },
  edges: { word: "Edges after", Icon: ArrowRight },
  flow: { word: "Flow setting", Icon: Settings2 },
  drawing: { word: "Drawing", Icon: Shapes },
};
const FATES: Record<Fate, string> = { kept: "left it as it was", added: "added it", changed: "changed it", removed: "removed it" };

/** One part that differs: what each side made of it, and whose is taken. */
export function ConflictPart({ part, by, onChoose }: { part: MergePart; by: string; onChoose: (side: Side) => void }) {
  const { word, Icon } = KINDS[part.what];
  const title = part.what === "flow" ? settingWord(part.id) : part.title;
  const name = `${word} ${title}`;
  return (
    <li className="rounded-3 border border-line px-3 py-2" data-open={part.side === null || undefined}>
      <div className="flex flex-wrap items-center gap-2">
        <Icon size={14} aria-hidden className="shrink-0 text-ink-3" />
        <span className="text-12 text-ink-3">{word}</span>
        <b className="min-w-0 flex-1 truncate text-13">{title}</b>
        <Segmented<Side | "">
          label={name}
          value={part.side ?? ""}
          onChange={(side) => side !== "" && onChoose(side)}
          options={[
            { value: "theirs", label: `${by}'s` },
            { value: "mine", label: "Mine" },
          ]}
        />
      </div>
      <p className="mt-1 text-12 text-ink-2">
        {by} {FATES[part.theirs]}; you {FATES[part.mine]}.
      </p>
      {part.fields.length > 0 && (
        <div className="mt-1.5 overflow-x-auto">
          <table className="w-full table-fixed border-collapse text-12 max-sm:min-w-[520px]">
            <caption className="sr-only">Where both sides of {name} differ</caption>
            <thead>
              <tr className="text-left text-11 text-ink-3">
                <th scope="col" className="w-[22%] py-1 pr-2 font-medium">
                  Field
                </th>
                <th scope="col" className="py-1 pr-2 font-medium">
                  Before
                </th>
                <th scope="col" className="py-1 pr-2 font-medium">
                  {by}
                </th>
                <th scope="col" className="py-1 font-medium">
                  You
                </th>
              </tr>
            </thead>
            <tbody>
              {part.fields.slice(0, 12).map((field) => (
                <tr key={field.path} className="border-t border-line align-top">
                  <th scope="row" className="mono py-1 pr-2 text-left font-normal [overflow-wrap:anywhere] text-ink-3">
                    {field.path || "value"}
                  </th>
                  <td className="mono py-1 pr-2 [overflow-wrap:anywhere] text-ink-3">{shownValue(field.base)}</td>
                  <td className="mono py-1 pr-2 [overflow-wrap:anywhere] text-ink">{shownValue(field.theirs)}</td>
                  <td className="mono py-1 [overflow-wrap:anywhere] text-ink">{shownValue(field.mine)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {part.fields.length > 12 && <p className="mt-1 text-11 text-ink-3">and {part.fields.length - 12} more fields</p>}
        </div>
      )}
    </li>
  );
}
