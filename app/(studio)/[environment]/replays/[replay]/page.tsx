import type { Metadata } from "next";
import { BulkScreen } from "#components/replays/bulk-screen.tsx";

export const metadata: Metadata = { title: "Bulk replay" };

export default async function BulkReplayPage({ params }: { params: Promise<{ environment: string; replay: string }> }) {
  const { environment, replay } = await params;
  return <BulkScreen environment={environment} id={replay} />;
}
