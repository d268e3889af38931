"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { API, isEarly } from "./early.ts";

const context = createTRPCContext<AppRouter>();

/** Typed query and mutation options for every use case of the product. */
export const useTRPC = context.useTRPC;

export function TRPCProvider({ children }: { children: ReactNode }) {
  const [queries] = useState(createQueries);
  const [api] = useState(() => createTRPCClient<AppRouter>({ links: [links()] }));
  return (
    <QueryClientProvider client={queries}>
      <context.TRPCProvider trpcClient={api} queryClient={queries}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}

function links() {
  return splitLink({ condition: ({ path }) => isEarly(path), true: httpLink({ url: API }), false: httpBatchLink({ url: API, maxURLLength: 4_000 }) });
}

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // the live stream says when something changed; this only covers what it does not announce
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (failures) => 400 * 2 ** failures,
        networkMode: "always",
      },
      // a change is never sent twice by itself, and without a network it fails at once: one that silently waits for it looks as if it were under way
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** Whether asking again may help: the network or the server had trouble, rather than having said no. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return true;
  const status: unknown = error.data?.httpStatus;
  return typeof status !== "number" || status >= 500;
}

/** What to do about a refusal, where the server knows it. */
export function fixOf(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null;
  const fix: unknown = error.data?.fix;
  return typeof fix === "string" ? fix : null;
}
