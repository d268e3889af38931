import type { Metadata } from "next";
import { Suspense } from "react";
import { RunsScreen } from "#components/runs/runs-screen.tsx";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <RunsScreen environment={environment} />
    </Suspense>
  );
}
