/** What commands work on, put together from the parts of the screen. It stays the same object while the designer is open, so that drawing changes nothing for those who hold it. */
import { useEffect, useRef, useState } from "react";
import { toast } from "#components/ui/toast.tsx";
import { placeOf } from "#flow/nested.ts";
import type { Desk, Doors } from "./commands/command.ts";
import { focusLater } from "./focus-later.ts";
import type { DialogsHandle } from "./dialogs/designer-dialogs.tsx";
import type { Jumps } from "./use-jumps.ts";

type DeskQ = Pick<Desk, "store" | "actions" | "canEdit" | "canvas"> &
  Pick<Doors, "tool" | "tidy" | "testRun" | "save" | "open" | "drawer" | "overlay" | "find"> & {
    jumps: Jumps;
    dialogs: () => DialogsHandle | null;
    /** the settings beside the canvas */
    panel: () => HTMLElement | null;
    /** goes into a frame, or back to the flow */
    enter: (frame: string | null) => void;
  };

export function useDesk(q: DeskQ): Desk {
  const latest = useRef(q);
  useEffect(() => {
    latest.current = q;
  });
  const [desk] = useState<Desk>(() => createDesk(q, () => latest.current));
  return desk;
}

function createDesk({ store, actions, canEdit, canvas, jumps, dialogs, panel }: DeskQ, now: () => DeskQ): Desk {
  return {
    store,
    actions,
    canEdit,
    canvas,
    pick: (request) => dialogs()?.pick(request),
    doors: {
      refuse: (why) => toast.error(why),
      tool: (tool) => now().tool(tool),
      tidy: (steps) => now().tidy(steps),
      testRun: (part) => now().testRun(part),
      save: () => now().save(),
      open: (step) => now().open(step),
      field: (name) => focusLater(() => panel()?.querySelector<HTMLElement>(`[name="${name}"]`), { isRewritten: true }),
      reveal: (step) => {
        jumps.reveal(step);
        // whoever asked for it by name goes on there
        requestAnimationFrame(() => actions.reveal(step, { focus: true }));
      },
      leaveFrame: () => {
        const { frame, whole } = store.get();
        if (frame !== null) now().enter(placeOf(whole, frame)?.frames.at(-1)?.id ?? null);
      },
      drawer: (tab) => now().drawer(tab),
      overlay: () => now().overlay(),
      problem: jumps.nextProblem,
      dialog: (which) => dialogs()?.open(which),
      find: (how) => now().find(how),
      commands: () => dialogs()?.open("commands"),
      keys: () => dialogs()?.open("keys"),
    },
  };
}
