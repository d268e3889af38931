import type { InputHTMLAttributes, ReactNode, Ref, TextareaHTMLAttributes } from "react";
import { cx } from "./cx.ts";

/** The outline that every text control shares. */
export const CONTROL =
  "control min-w-0 rounded-2 border border-line-strong bg-surface text-13 text-ink transition-colors hover:border-line-control focus:border-accent focus:shadow-[0_0_0_1px_var(--accent)] focus-visible:shadow-[0_0_0_1px_var(--accent)] disabled:cursor-not-allowed disabled:bg-surface-2 disabled:text-ink-3 aria-invalid:border-technical aria-invalid:focus:shadow-[0_0_0_1px_var(--technical)]";

/** A letter lays out the field and nothing around it: of a thousand boxes on a page none is gone through for it. As wide as a field of 20 letters where nothing says its width. */
const OWN_LAYOUT = "align-top [contain:layout_size] [contain-intrinsic-inline-size:11rem]";

export function Input({
  className,
  mono = false,
  size = "md",
  ...rest
}: Omit<InputHTMLAttributes<HTMLInputElement>, "size"> & { mono?: boolean; size?: "md" | "sm"; ref?: Ref<HTMLInputElement> }) {
  return (
    <input
      {...rest}
      className={cx(CONTROL, OWN_LAYOUT, size === "md" ? "h-(--control) px-[9px]" : "h-(--control-sm) px-2", mono && "font-mono text-12", className)}
    />
  );
}

export function Textarea({
  className,
  mono = false,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { mono?: boolean; ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea rows={3} {...rest} className={cx(CONTROL, "resize-y px-[9px] py-[5px]", mono && "font-mono text-12", className)} />;
}

/** A search field; its label is for screen readers, the placeholder says what it looks through. */
export function SearchInput({
  label,
  icon,
  end,
  className,
  ...rest
}: Omit<InputHTMLAttributes<HTMLInputElement>, "size" | "type"> & { label: string; icon?: ReactNode; end?: ReactNode; ref?: Ref<HTMLInputElement> }) {
  return (
    <label
      className={cx(
        "flex h-(--control) min-w-0 items-center gap-[7px] rounded-2 border border-line-strong bg-surface px-[9px] text-ink-3 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]",
        className,
      )}
    >
      {icon}
      <span className="sr-only">{label}</span>
      <input
        {...rest}
        type="search"
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 bg-transparent text-13 text-ink focus-visible:shadow-none [&::-webkit-search-cancel-button]:hidden"
      />
      {end}
    </label>
  );
}
