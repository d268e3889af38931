import type { Metadata } from "next";
import { Suspense } from "react";
import { FlowsScreen } from "#components/flows/flows-screen.tsx";

export const metadata: Metadata = { title: "Flows" };

export default async function FlowsPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <FlowsScreen environment={environment} />
    </Suspense>
  );
}
