import { ArrowRight } from "lucide-react";
import { lifecycleOf } from "#flow/contract/lifecycle.ts";
import type { Json } from "#flow/document.ts";
import styles from "./governance.module.css";

/** The states that the object goes through, each with those that may follow; nothing where the contract has none. */
export function LifecycleStrip({ schema }: { schema: Json }) {
  const lifecycle = lifecycleOf(schema);
  if (lifecycle === null) return null;
  return (
    <section aria-labelledby="contract-states">
      <h3 id="contract-states" className="mb-2 text-14 font-semibold">
        States <span className="mono text-12 font-normal text-ink-3">{lifecycle.field}</span>
      </h3>
      <ul className={styles.states}>
        {lifecycle.states.map((state) => (
          <li key={state.name} className={styles.state}>
            <span className="mono font-medium text-ink">{state.name}</span>
            <span className={styles.next}>
              {state.next.length > 0 && <ArrowRight size={12} aria-hidden />}
              <span>{state.next.length > 0 ? <>then {state.next.join(" or ")}</> : "the end"}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
