import type { ReplayPreview } from "#server/app.ts";
import { WILL } from "./replay-words.ts";
import { Bone } from "#components/ui/skeleton.tsx";
import styles from "./replay-dialog.module.css";

/** What a replay would do, step by step. */
export function ReplaySteps({ preview, isPending, problem }: { preview: ReplayPreview | null; isPending: boolean; problem: string | null }) {
  if (problem) return <p className="text-12 text-danger-text">What it would do could not be worked out: {problem}</p>;
  if (!preview) {
    return (
      <div role="status" aria-label="Working out what it would do">
        <Bone style={{ height: 14, width: "60%" }} />
        <Bone style={{ height: 14, width: "50%", marginTop: 8 }} />
      </div>
    );
  }
  if (preview.steps.length === 0) return null;
  return (
    <table className={styles.preview} aria-label="What it will do" aria-busy={isPending}>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">What it will do</th>
        </tr>
      </thead>
      <tbody>
        {preview.steps.map((step) => (
          <tr key={step.step}>
            <th scope="row">{step.name}</th>
            <td>
              <span data-tone={WILL[step.will].tone}>{WILL[step.will].words}</span>
              {step.note && <small>{step.note}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
