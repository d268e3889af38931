import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Frame } from "#components/shell/frame.tsx";

export default async function EnvironmentLayout({ children, params }: { children: ReactNode; params: Promise<{ environment: string }> }) {
  const { environment } = await params;
  // the frame says which environments there are; here it only has to be a name at all
  if (!/^[a-z][a-z0-9-]*$/.test(environment)) notFound();
  return <Frame environment={environment}>{children}</Frame>;
}
