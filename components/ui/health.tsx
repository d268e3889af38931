import { CircleCheck, CircleDashed, Unplug } from "lucide-react";
import { cx } from "./cx.ts";

/** Whether a connection answers: icon and word. `null`: it was not tested yet. */
export function HealthLabel({ ok, chip = false, className }: { ok: boolean | null; chip?: boolean; className?: string }) {
  const Icon = ok === null ? CircleDashed : ok ? CircleCheck : Unplug;
  return (
    <span
      className={cx(
        ok === null ? "s-queued" : ok ? "s-succeeded" : "s-technical",
        "inline-flex items-center gap-[5px] text-12 font-medium whitespace-nowrap text-(--st-text)",
        chip && "h-[22px] rounded-full bg-(--st-bg) pr-2 pl-1.5 shadow-[inset_0_0_0_1px_var(--st-line)]",
        className,
      )}
    >
      <Icon size={14} strokeWidth={2} aria-hidden className="shrink-0 text-(--st)" />
      {ok === null ? "Not tested" : ok ? "Healthy" : "Not answering"}
    </span>
  );
}
