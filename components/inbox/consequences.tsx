import { Check, CornerUpLeft, X } from "lucide-react";
import type { ApprovalView } from "#server/app.ts";
import frame from "./inbox.module.css";
import styles from "./consequences.module.css";

export function Consequences({ approval }: { approval: ApprovalView }) {
  const { approved, changes, rejected } = approval.consequences;
  return (
    <section className={frame.section} aria-label="What happens next">
      <h3>What happens next</h3>
      <div className={styles.next}>
        <div>
          <b>
            <Check size={14} aria-hidden /> Approve
          </b>
          {approved}
        </div>
        <div>
          <b>
            <CornerUpLeft size={14} aria-hidden /> Request changes
          </b>
          {changes}
        </div>
        <div>
          <b>
            <X size={14} aria-hidden /> Reject
          </b>
          {rejected}
        </div>
      </div>
    </section>
  );
}
