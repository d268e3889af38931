import { Lock } from "lucide-react";
import { cx } from "./cx.ts";

const LOOKS: Record<string, string> = {
  production: "bg-ink text-surface",
  test: "text-ink-2 shadow-[inset_0_0_0_1px_var(--ink-3)]",
  development: "border border-dashed border-ink-3 text-ink-2",
};

/** An environment is a shape, not a colour: filled with a lock, outlined, dashed. */
export function EnvironmentBadge({ environment, className }: { environment: string; className?: string }) {
  return (
    <span
      className={cx(
        "inline-flex h-5 items-center gap-[5px] rounded-1 px-[7px] text-11 font-[550] whitespace-nowrap",
        LOOKS[environment] ?? LOOKS.test,
        className,
      )}
    >
      {environment === "production" && <Lock size={12} strokeWidth={2} aria-hidden />}
      {environmentName(environment)}
    </span>
  );
}

export function environmentName(environment: string): string {
  return environment.charAt(0).toUpperCase() + environment.slice(1);
}
