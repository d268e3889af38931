import type { Metadata } from "next";
import { Suspense } from "react";
import { VersionsScreen } from "#components/designer/versions/versions-screen.tsx";

export const metadata: Metadata = { title: "Versions" };

export default async function VersionsPage({ params }: { params: Promise<{ environment: string; flow: string }> }) {
  const { environment, flow } = await params;
  return (
    <Suspense>
      <VersionsScreen environment={environment} flow={decodeURIComponent(flow)} />
    </Suspense>
  );
}
