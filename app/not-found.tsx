import type { Metadata } from "next";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid h-dvh place-items-center bg-surface">
      <EmptyState title="There is nothing at this address" action={<ButtonLink href="/production/home">Open the overview</ButtonLink>}>
        The link may be old, or what it led to was removed.
      </EmptyState>
    </main>
  );
}
