import type { Metadata } from "next";
import { Suspense } from "react";
import { AuditScreen } from "#components/audit/audit-screen.tsx";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <AuditScreen environment={environment} />
    </Suspense>
  );
}
