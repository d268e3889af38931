"use client";

import { Pin, PinOff } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { placeOf } from "#flow/nested.ts";
import { findFace } from "#flow/steps/faces.ts";
import type { SampleView, TestRunView } from "#server/app.ts";
import { useDesigner } from "./context.tsx";
import { usePins } from "./use-pins.ts";

/** Keeps what a step gave with the sample, so that test runs take it instead of executing the step; or lets go of it. */
export function PinOutput({ record, sample }: { record: TestRunView["steps"][number]; sample: SampleView | null }) {
  const { flow, store, canEdit } = useDesigner();
  const { pin, unpin } = usePins(flow);
  const { step, port, output } = record;
  const type = placeOf(store.get().whole, step)?.step.type;
  if (!canEdit || sample === null || type === undefined || findFace(type)?.trigger) return null;
  if (sample.pins[step])
    return (
      <Button size="sm" variant="ghost" icon={<PinOff size={14} aria-hidden />} onClick={() => unpin({ sample, step })}>
        Let go of the pin
      </Button>
    );
  if (port === null) return null;
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={<Pin size={14} aria-hidden />}
      title="Test runs take this instead of running the step; what is deployed never sees it"
      onClick={() => pin({ sample, step, pin: { port, output } })}
    >
      Pin
    </Button>
  );
}
