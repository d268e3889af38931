"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { SearchInput } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { allSteps } from "#flow/nested.ts";
import type { TemplateView } from "#server/app.ts";
import { GraphPicture } from "./graph-picture.tsx";

const ALL = "All";

/** Templates with their pictures, narrowed by words and category. */
export function TemplateList({ templates, onChoose }: { templates: readonly TemplateView[]; onChoose: (template: TemplateView) => void }) {
  const [text, setText] = useState("");
  const [category, setCategory] = useState(ALL);
  const categories = [ALL, ...new Set(templates.map((template) => template.category))];
  const shown = templates.filter((template) => (category === ALL || template.category === category) && fits(template, text));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchInput
          label="Search templates"
          icon={<Search size={14} aria-hidden />}
          placeholder="Invoice, employee, nightly …"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-[240px] max-sm:w-full"
        />
        <Segmented
          label="Category"
          value={category}
          onChange={setCategory}
          options={categories.map((value) => ({ value, label: value }))}
          className="max-sm:max-w-full max-sm:overflow-x-auto"
        />
      </div>
      {shown.length === 0 && <EmptyState compact title="No template fits" />}
      <ul className="grid gap-3 sm:grid-cols-2">
        {shown.map((template) => (
          <li key={template.key}>
            <button
              type="button"
              className="flex h-full w-full flex-col overflow-hidden rounded-3 border border-line text-left hover:border-line-control focus-visible:shadow-(--focus-ring)"
              onClick={() => onChoose(template)}
            >
              <span className="grid h-36 place-items-center border-b border-line bg-bg p-2" aria-hidden>
                <GraphPicture document={template.document} most={400} className="h-full w-full" />
              </span>
              <span className="flex flex-col gap-1 px-3 py-2.5">
                <span className="text-13 font-semibold text-ink">{template.title}</span>
                <span className="text-12 text-ink-2">{template.description}</span>
                <span className="text-11 text-ink-3">
                  {template.category} · {formatPlural(allSteps(template.document).length, "step")}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function fits({ title, description, category, document }: TemplateView, text: string): boolean {
  const all = [title, description, category, ...allSteps(document).map((step) => `${step.name ?? ""} ${step.type}`)].join(" ").toLowerCase();
  return text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
