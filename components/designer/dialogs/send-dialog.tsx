"use client";

import { Send } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import { type Sending, sendable } from "../use-sending.ts";
import { EffectList } from "./effect-list.tsx";
import { Trouble } from "#components/ui/trouble.tsx";

/** What a test run is about to do for real, step by step, and the one button that lets it. */
export function SendDialog({ sending, environment }: { sending: Sending; environment: string }) {
  const { asked } = sending;
  const document = asked?.question.document;
  const ids = asked ? sendable(asked.question.document, asked.plan) : [];
  const views = asked?.plan.steps.filter((view) => ids.includes(view.step)) ?? [];
  const where = environmentName(environment);
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(open) => !open && !sending.isSending && sending.cancel()}
      title={`Send this for real in ${where}?`}
      description={`${formatPlural(views.length, "effect")} will happen through the connections of ${where}. Sending again does it all again.`}
      wide
    >
      <ol className="flex flex-col gap-4">
        {views.map((view) => {
          const step = document && placeOf(document, view.step)?.step;
          const connection = step?.config.connection;
          return (
            <li key={`${view.step} ${view.item ?? ""} ${view.visit}`} className="border-t border-line pt-3 first:border-t-0 first:pt-0">
              <h3 className="mb-1 text-12 font-medium text-ink-2">
                {step ? stepName(step) : view.step}
                {view.item !== undefined && <span className="text-ink-3"> · item {view.item}</span>}
                {typeof connection === "string" && <span className="text-ink-3"> · connection {connection}</span>}
              </h3>
              {view.effects.length > 0 ? (
                <EffectList effects={view.effects} />
              ) : (
                <p className="text-13 text-ink-2">{view.note ?? "Cannot be described before it happens."}</p>
              )}
            </li>
          );
        })}
      </ol>
      <Trouble error={sending.error} className="mt-4" />
      <DialogActions>
        <Button onClick={sending.cancel} disabled={sending.isSending}>
          Cancel
        </Button>
        <Button variant="primary" icon={<Send size={14} aria-hidden />} loading={sending.isSending} onClick={sending.confirm}>
          Send {formatPlural(views.length, "effect")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
