import type { Metadata } from "next";
import { Suspense } from "react";
import { DesignerScreen } from "#components/designer/designer-screen.tsx";

export const metadata: Metadata = { title: "Designer" };

export default async function DesignerPage({ params }: { params: Promise<{ environment: string; flow: string }> }) {
  const { environment, flow } = await params;
  return (
    <Suspense>
      <DesignerScreen environment={environment} flow={decodeURIComponent(flow)} />
    </Suspense>
  );
}
