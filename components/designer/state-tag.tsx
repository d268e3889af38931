import { Tag } from "#components/ui/tag.tsx";
import { useDesigner, useLaterState } from "./context.tsx";
import styles from "./designer.module.css";

type StateTagProps = {
  /** null: the draft */
  version: number | null;
  /** the version that the draft goes on from; null: none was published */
  from: number | null;
  /** that runs here; null: none */
  deployed: number | null;
};

/** What is looked at: the draft at its revision, or a version; and beside it, what runs. */
export function StateTag({ version, from, deployed }: StateTagProps) {
  "use memo";
  const { environment } = useDesigner();
  const revision = useLaterState((state) => state.saved.revision);
  return (
    <Tag
      className={version === null ? styles.wideOnly : undefined}
      title={deployed === null ? `Nothing runs in ${environment} yet` : `Version ${deployed} runs in ${environment}`}
    >
      {version === null ? `Draft rev ${revision}${from === null ? "" : `, from v${from}`}` : `Version ${version}`}
    </Tag>
  );
}
