import type { Metadata } from "next";
import { BulkListScreen } from "#components/replays/bulk-list-screen.tsx";

export const metadata: Metadata = { title: "Bulk replays" };

export default async function BulkReplaysPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return <BulkListScreen environment={environment} />;
}
