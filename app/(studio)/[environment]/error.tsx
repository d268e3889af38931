"use client";

import { PageError } from "#components/shell/page-error.tsx";

export default function ScreenError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <PageError error={error} onRetry={retry} />;
}
