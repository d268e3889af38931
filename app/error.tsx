"use client";

import { PageError } from "#components/shell/page-error.tsx";

export default function RootError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main className="grid h-dvh place-items-center bg-surface">
      <PageError error={error} onRetry={retry} />
    </main>
  );
}
