import { cx } from "./cx.ts";

const HUES = ["trigger", "transform", "logic", "human", "odoo", "http", "event", "subflow", "notify"] as const;

/** Initials on a quiet colour that stays with the name. The name stands beside it, so it is decoration. */
export function Avatar({ name, size = "md" }: { name: string; size?: "md" | "lg" }) {
  const hue = HUES[[...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7) % HUES.length] ?? "http";
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-grid shrink-0 place-items-center rounded-full font-semibold",
        size === "lg" ? "size-7 text-[11px]/none" : "size-[22px] text-[9.5px]/none",
      )}
      style={{ background: `var(--c-${hue}-bg)`, color: `var(--c-${hue})` }}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s@._-]+/)
    .filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}
