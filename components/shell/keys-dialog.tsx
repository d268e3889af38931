"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useIsApple } from "./platform.ts";

type Row = { keys: string[]; does: string };
type Section = { where: string; rows: Row[] };

/** `Mod` is Cmd on a Mac and Ctrl elsewhere; keys pressed one after the other stand apart, keys held together are one. */
const SECTIONS: Section[] = [
  {
    where: "Anywhere",
    rows: [
      { keys: ["Mod K"], does: "search and commands" },
      { keys: ["?"], does: "this list" },
      { keys: ["G", "F"], does: "flows" },
      { keys: ["G", "C"], does: "connections" },
      { keys: ["G", "I"], does: "inbox" },
      { keys: ["G", "O"], does: "overview" },
      { keys: ["G", "R"], does: "runs" },
      { keys: ["Esc"], does: "step back out" },
    ],
  },
  {
    where: "Lists",
    rows: [
      { keys: ["J", "K"], does: "move" },
      { keys: ["Enter"], does: "open" },
      { keys: ["X"], does: "select" },
      { keys: ["Shift X"], does: "select a range" },
      { keys: ["/"], does: "search" },
    ],
  },
  {
    where: "Inbox",
    rows: [
      { keys: ["A"], does: "approve" },
      { keys: ["C"], does: "request changes" },
      { keys: ["R"], does: "reject" },
      { keys: ["Z"], does: "undo the decision" },
    ],
  },
  {
    where: "Run",
    rows: [
      { keys: ["J", "K"], does: "next and previous failed run" },
      { keys: ["↑", "↓"], does: "step" },
      { keys: ["←", "→"], does: "attempt" },
      { keys: ["1", "5"], does: "detail tab, 1 to 5" },
      { keys: ["R"], does: "replay from here" },
      { keys: ["E"], does: "replay with edited input" },
      { keys: ["O"], does: "open in designer" },
    ],
  },
  {
    where: "Designer",
    rows: [
      { keys: ["/"], does: "add a step" },
      { keys: ["Mod Z"], does: "undo" },
      { keys: ["Shift Mod Z"], does: "redo" },
      { keys: ["Backspace"], does: "delete" },
      { keys: ["Mod Enter"], does: "test run" },
      { keys: ["Shift L"], does: "tidy the layout" },
      { keys: ["Shift 1"], does: "fit the canvas" },
    ],
  },
];

/** Every key. */
export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const mod = useIsApple() ? "⌘" : "Ctrl";
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      wide
      description="Single letters never fire inside a text field. They can be turned off under Settings, Appearance."
    >
      <div className="columns-1 gap-8 sm:columns-2">
        {SECTIONS.map((section) => (
          <section key={section.where} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-12 font-semibold">{section.where}</h3>
            <dl>
              {section.rows.map((row) => (
                <div key={row.does} className="flex min-h-[30px] items-center justify-between gap-3 border-b border-line">
                  <dt className="text-12 text-ink-2">{row.does}</dt>
                  <dd className="flex gap-1">
                    {row.keys.map((key) => (
                      <Kbd key={key}>{key.replace("Mod", mod)}</Kbd>
                    ))}
                    <span className="sr-only">{row.keys.join(" ").replace("Mod", mod)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
