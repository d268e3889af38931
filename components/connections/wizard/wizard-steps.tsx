import { Check } from "lucide-react";
import { cx } from "#components/ui/cx.ts";

export type WizardStep = "address" | "sign-in" | "who";

const STEPS: { step: WizardStep; label: string }[] = [
  { step: "address", label: "Address" },
  { step: "sign-in", label: "Sign in" },
  { step: "who", label: "Check and save" },
];

/** Where one is, and the way back to what was done; what is typed stays. */
export function WizardSteps({
  step,
  reached,
  onStep,
}: {
  step: WizardStep;
  reached: Record<Exclude<WizardStep, "address">, boolean>;
  onStep: (step: WizardStep) => void;
}) {
  const at = STEPS.findIndex((each) => each.step === step);
  return (
    <ol aria-label="Steps" className="flex gap-1 border-b border-line pb-3">
      {STEPS.map((each, index) => {
        const isDone = index < at;
        const mayGo = each.step === "address" || reached[each.step];
        return (
          <li key={each.step} className="flex items-center gap-1">
            <button
              type="button"
              disabled={!mayGo}
              aria-current={each.step === step ? "step" : undefined}
              onClick={() => onStep(each.step)}
              className={cx(
                "flex h-7 items-center gap-1.5 rounded-2 px-2 text-12 font-medium transition-colors",
                each.step === step ? "text-ink" : "text-ink-3",
                mayGo ? "hover:bg-surface-3" : "cursor-default",
              )}
            >
              <span
                aria-hidden
                className={cx(
                  "grid size-[18px] place-items-center rounded-full text-11",
                  each.step === step ? "bg-accent text-accent-ink" : isDone ? "bg-accent-soft text-accent-text" : "bg-surface-3 text-ink-3",
                )}
              >
                {isDone ? <Check size={11} strokeWidth={3} /> : index + 1}
              </span>
              {each.label}
            </button>
            {index < STEPS.length - 1 && <span aria-hidden className="h-px w-5 bg-line" />}
          </li>
        );
      })}
    </ol>
  );
}
