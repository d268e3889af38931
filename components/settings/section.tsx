import type { ReactNode } from "react";

/** One part of the settings: what it is, what can be made there, and the list of what is. */
export function Section({ title, help, action, children }: { title: string; help?: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="mb-8">
      <div className="mb-2 flex items-start gap-3 max-sm:flex-col max-sm:gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-14 font-semibold">{title}</h2>
          {help && <p className="text-12 text-ink-3">{help}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
