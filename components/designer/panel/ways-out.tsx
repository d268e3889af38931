"use client";

import Link from "next/link";
import { updateStep } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import type { Repair, Way } from "#flow/problem.ts";
import { repaired } from "#flow/repair.ts";
import { toast } from "#components/ui/toast.tsx";
import { useDesigner } from "../context.tsx";

const LOOK = "rounded-1 font-medium underline underline-offset-2 hover:no-underline disabled:cursor-not-allowed disabled:no-underline";

/** What a person may choose between where a problem has more than one solution. */
export function WaysOut({ step, ways }: { step: string | null; ways: readonly Way[] }) {
  const { store, flow, environment, canEdit } = useDesigner();
  const repair = (by: Repair) => {
    const { whole } = store.get();
    const place = step === null ? undefined : placeOf(whole, step);
    const next = place ? repaired(place.step, by) : null;
    if (!place || next === null) return void toast.error("This setting has changed meanwhile; look at it again.");
    store.enter(place.frames.at(-1)?.id ?? null);
    store.settle();
    store.edit((current) => updateStep(current, next));
  };
  return (
    <span className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
      {ways.map((way) =>
        way.kind === "repair" ? (
          <button key={way.label} type="button" disabled={!canEdit} className={LOOK} onClick={() => repair(way.repair)}>
            {way.label}
          </button>
        ) : (
          <Link key={way.label} className={LOOK} href={`/${environment}/contracts?tab=ownership&rule=${way.rule}&flow=${encodeURIComponent(flow)}`}>
            {way.label}
          </Link>
        ),
      )}
    </span>
  );
}
