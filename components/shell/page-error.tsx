"use client";

import { ErrorState } from "#components/ui/error-state.tsx";

/** A screen that failed to draw. The digest finds the same failure in the server's log. */
export function PageError({ error, onRetry }: { error: Error & { digest?: string }; onRetry: () => void }) {
  return (
    <ErrorState
      title="This page could not be shown"
      message={error.digest ? `The server's log has the cause under ${error.digest}.` : error.message}
      fix="Nothing you saved is lost. Try again; if it stays, tell an administrator what is written here."
      onRetry={onRetry}
    />
  );
}
