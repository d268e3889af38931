import { ArrowRight } from "lucide-react";
import type { EffectPreview } from "#flow/step.ts";
import type { Json } from "#flow/document.ts";
import { Tag } from "#components/ui/tag.tsx";

/** What effects would do: described by reading, nothing was sent. */
export function EffectList({ effects }: { effects: EffectPreview[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {effects.map((effect) => (
        <li key={`${effect.title} ${effect.record?.id ?? ""}`}>
          <p className="flex flex-wrap items-baseline gap-2 text-13 text-ink">
            <span className="font-medium">{effect.title}</span>
            {effect.model && !effect.title.includes(effect.model) && <span className="mono text-11 text-ink-3">{effect.model}</span>}
            <Tag tone={effect.action === "none" ? "neutral" : "accent"}>{WORDS[effect.action]}</Tag>
          </p>
          {effect.unread && <p className="mt-1 text-12 text-warn-text">{effect.unread}</p>}
          {effect.fields.length > 0 && (
            <table className="mt-1 w-full border-collapse text-12">
              <caption className="sr-only">Fields that change: {effect.title}</caption>
              <tbody>
                {effect.fields.map((field) => (
                  <tr key={field.name} className="border-t border-line align-baseline">
                    <th scope="row" className="w-2/5 py-1 pr-2 text-left font-normal text-ink-2">
                      {field.label}
                    </th>
                    <td className="py-1 text-ink">
                      {effect.action === "update" && (
                        <>
                          <span className="text-ink-3">{shown(field.before)}</span> <ArrowRight
                            size={12}
                            aria-label="becomes"
                            className="inline text-ink-3"
                          />{" "}
                        </>
                      )}
                      {shown(field.after)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </li>
      ))}
    </ul>
  );
}

const WORDS: Record<EffectPreview["action"], string> = { create: "new", update: "changes", none: "nothing to change", call: "called", send: "sent" };

export function shown(value: Json): string {
  if (value === null || value === "") return "none";
  if (typeof value === "object" && !Array.isArray(value) && "$new" in value) return "new";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
