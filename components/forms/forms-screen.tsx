"use client";

import { ClipboardList } from "lucide-react";
import Link from "next/link";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { useForms } from "./use-forms.ts";

/** Every form of an environment: filling one in starts a run. */
export function FormsScreen({ environment }: { environment: string }) {
  const { mayStart, list } = useForms(environment);
  return (
    <>
      <PageHeader title="Forms" meta={list.data && formatPlural(list.data.length, "form")} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {!mayStart && <ErrorState title="Your role may not start runs" message="Analysts, operators and administrators may." />}
        {mayStart && list.isPending && <SkeletonRows rows={4} label="Reading forms" rowClassName="h-(--row-roomy)" />}
        <CouldNotRead what="The forms" query={list} />
        {list.data?.length === 0 && (
          <EmptyState title="No form is deployed here" icon={<ClipboardList size={18} aria-hidden />}>
            A flow that begins with a manual form appears here when it is deployed.
          </EmptyState>
        )}
        {list.data && list.data.length > 0 && (
          <ul className="max-w-[720px] px-4 py-3">
            {list.data.map((form) => (
              <li key={`${form.flow.key}/${form.step}`} className="border-b border-line py-3 last:border-b-0">
                <Link href={`/${environment}/forms/${form.flow.key}/${form.step}`} className="text-13 font-[550] text-ink">
                  {form.title}
                </Link>
                {form.description && <p className="mt-0.5 text-13 text-ink-2">{form.description}</p>}
                <p className="mt-0.5 text-12 text-ink-3">{form.flow.name}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
