"use client";

import { fixOf } from "./trpc.tsx";
import { ErrorState } from "./ui/error-state.tsx";

type Asked = { error: { message: string } | null; data: unknown; refetch: () => Promise<unknown> };

/** What was asked for and did not come, with the way to ask again. What came before goes on being shown, and nothing is said here. */
export function CouldNotRead({ what, query }: { what: string; query: Asked }) {
  if (query.error === null || query.data !== undefined) return null;
  return <ErrorState title={`${what} could not be read`} message={query.error.message} fix={fixOf(query.error)} onRetry={() => void query.refetch()} />;
}
