import type { Metadata } from "next";
import { Suspense } from "react";
import { SettingsScreen } from "#components/settings/settings-screen.tsx";
import manifest from "../../../../package.json" with { type: "json" };

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <SettingsScreen environment={environment} version={manifest.version} />
    </Suspense>
  );
}
