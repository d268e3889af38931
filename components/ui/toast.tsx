"use client";

import { Toaster as Base, toast as show } from "sonner";

/** Where short messages about something that just happened appear. Mounted once, by the shell. */
export function Toaster() {
  return (
    <Base
      position="bottom-right"
      gap={8}
      closeButton={false}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-[356px] max-w-[calc(100vw-32px)] items-start gap-2.5 rounded-3 border border-line bg-raised px-3.5 py-3 text-13 text-ink shadow-3 [&_[data-icon]]:mt-0.5",
          content: "min-w-0 flex-1",
          title: "font-medium text-ink",
          description: "mt-0.5 text-12 text-ink-2",
          actionButton: "h-(--control-sm) shrink-0 rounded-2 border border-line-strong px-2 text-12 font-medium text-ink hover:bg-surface-3",
          success: "[&_[data-icon]]:text-succeeded",
          error: "[&_[data-icon]]:text-technical",
        },
      }}
    />
  );
}

export const toast = show;
