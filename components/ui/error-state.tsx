"use client";

import { RotateCw } from "lucide-react";
import { Button } from "./button.tsx";
import { Note } from "./note.tsx";

/** A pane that could not be read: what happened, what to do, and the way to ask again. */
export function ErrorState({ title, message, fix, onRetry }: { title: string; message: string; fix?: string | null; onRetry?: () => void }) {
  return (
    <div className="mx-auto w-full max-w-[560px] px-6 py-16">
      <Note
        tone="danger"
        announce="alert"
        action={
          onRetry && (
            <Button size="sm" icon={<RotateCw size={14} aria-hidden />} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        <b>{title}</b>
        <p className="mt-0.5">{message}</p>
        {fix && <p className="mt-1">{fix}</p>}
      </Note>
    </div>
  );
}
