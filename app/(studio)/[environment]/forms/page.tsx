import type { Metadata } from "next";
import { FormsScreen } from "#components/forms/forms-screen.tsx";

export const metadata: Metadata = { title: "Forms" };

export default async function FormsPage({ params }: { params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  return <FormsScreen environment={environment} />;
}
