import type { Metadata } from "next";
import { Suspense } from "react";
import { preload } from "react-dom";
import { DesignerScreen } from "#components/designer/designer-screen.tsx";
import { addressOf } from "#components/early.ts";

export const metadata: Metadata = { title: "Designer" };

export default async function DesignerPage({ params }: { params: Promise<{ environment: string; flow: string }> }) {
  const { environment, flow: name } = await params;
  const flow = decodeURIComponent(name);
  preload(addressOf("flows.draft", { flow }), { as: "fetch", crossOrigin: "anonymous" });
  return (
    <Suspense>
      <DesignerScreen environment={environment} flow={flow} />
    </Suspense>
  );
}
