import type { Metadata } from "next";
import { Suspense } from "react";
import { HomeScreen } from "#components/home/home-screen.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function HomePage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return (
    <Suspense>
      <HomeScreen environment={environment} />
    </Suspense>
  );
}
