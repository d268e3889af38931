import type { Metadata } from "next";
import { Suspense } from "react";
import { InboxScreen } from "#components/inbox/inbox-screen.tsx";

export const metadata: Metadata = { title: "Inbox" };

export default async function InboxPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <InboxScreen environment={environment} />
    </Suspense>
  );
}
