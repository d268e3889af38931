"use client";

import { useEffect } from "react";
import { Toaster as Base, toast as show } from "sonner";
import type { Toast } from "./toast.tsx";

/** @param onReady hears that messages are shown from now on, and how to show one */
export function Toasts({ onReady }: { onReady: (say: (toast: Toast) => void) => void }) {
  useEffect(() => {
    onReady(({ tone, title, more }) => (tone === "plain" ? show(title, more) : show[tone](title, more)));
  }, [onReady]);
  return (
    <Base
      position="bottom-right"
      // its own letters are those of the system
      style={{ fontFamily: "var(--sans)" }}
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
