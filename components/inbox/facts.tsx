import type { ApprovalView } from "#server/app.ts";
import { formatFact } from "./fact-format.ts";
import frame from "./inbox.module.css";
import styles from "./facts.module.css";

export function Facts({ approval }: { approval: ApprovalView }) {
  if (approval.facts.length === 0) return null;
  return (
    <section className={frame.section} aria-label="The facts">
      <h3>The facts</h3>
      <dl className={styles.facts}>
        {approval.facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{formatFact(fact.value, { format: fact.format, currency: approval.currency })}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
