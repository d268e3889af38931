import type { Metadata } from "next";
import { Suspense } from "react";
import { RunScreen } from "#components/runs/run-screen.tsx";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params }: { params: Promise<{ environment: string; run: string }> }) {
  const { environment, run } = await params;
  return (
    <Suspense>
      <RunScreen environment={environment} runId={run} />
    </Suspense>
  );
}
