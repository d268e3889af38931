import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { currentActor, demoPeople } from "#server/api/session.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  // only ever a path of our own
  const to = typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
  if (await currentActor()) redirect(to);
  return <SignInForm demo={await demoPeople()} next={to} />;
}
