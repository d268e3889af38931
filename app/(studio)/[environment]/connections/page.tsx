import type { Metadata } from "next";
import { Suspense } from "react";
import { ConnectionsScreen } from "#components/connections/connections-screen.tsx";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <ConnectionsScreen environment={environment} />
    </Suspense>
  );
}
