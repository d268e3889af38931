import type { Metadata } from "next";
import { FormScreen } from "#components/forms/form-screen.tsx";

export const metadata: Metadata = { title: "Form" };

export default async function FormPage({ params }: { params: Promise<{ environment: string; flow: string; step: string }> }) {
  return <FormScreen {...(await params)} />;
}
