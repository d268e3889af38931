"use client";

import { ClipboardList } from "lucide-react";
import { ButtonLink } from "#components/ui/button.tsx";
import { useForms } from "./use-forms.ts";

/** The way to the forms, where there are any. */
export function FormsLink({ environment }: { environment: string }) {
  const { list } = useForms(environment);
  if (!list.data || list.data.length === 0) return null;
  return (
    <ButtonLink href={`/${environment}/forms`} icon={<ClipboardList size={14} aria-hidden />}>
      Forms
    </ButtonLink>
  );
}
