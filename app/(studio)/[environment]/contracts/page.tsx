import type { Metadata } from "next";
import { Suspense } from "react";
import { GovernanceScreen } from "#components/governance/governance-screen.tsx";

export const metadata: Metadata = { title: "Contracts and ownership" };

export default async function ContractsPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <GovernanceScreen environment={environment} />
    </Suspense>
  );
}
