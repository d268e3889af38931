"use client";

import { CloudAlert, CloudCheck, CloudUpload, Eye } from "lucide-react";
import { useDeferredValue } from "react";
import { signInAgain } from "#components/shell/sign-out.ts";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useDesigner, useDesignerState } from "./context.tsx";
import { savingWords } from "./words.ts";
import styles from "./designer.module.css";

/** Whether what is drawn is safe. Trouble stays in sight with what can be done about it. */
export function SaveNote({ onRetry, onCompare }: { onRetry: () => void; onCompare: () => void }) {
  "use memo";
  const { canEdit } = useDesigner();
  const saving = useDesignerState((state) => state.saving);
  const revision = useDesignerState((state) => state.saved.revision);
  // the words change with the letter that is not saved yet; another picture takes as long to make as the letter itself
  const isPicturedSaved = useDeferredValue(saving.kind === "saved");
  if (!canEdit)
    return (
      <span className={styles.saving}>
        <Eye size={14} aria-hidden /> Read only
      </span>
    );
  const { short, long } = savingWords(saving, revision);
  const isTrouble = saving.kind === "failed" || saving.kind === "signed-out" || saving.kind === "conflict";
  const Icon = isTrouble ? CloudAlert : isPicturedSaved ? CloudCheck : CloudUpload;
  return (
    <>
      <Tooltip text={long}>
        <span role="status" className={cx(styles.saving, isTrouble && styles.savingTrouble)}>
          <Icon size={14} aria-hidden />
          {short}
          {isTrouble && <span className="sr-only">. {long}</span>}
        </span>
      </Tooltip>
      {saving.kind === "failed" && (
        <Button size="sm" onClick={onRetry}>
          Retry
        </Button>
      )}
      {saving.kind === "signed-out" && (
        <Button size="sm" onClick={signInAgain}>
          Sign in
        </Button>
      )}
      {saving.kind === "conflict" && (
        <Button size="sm" onClick={onCompare}>
          Compare
        </Button>
      )}
    </>
  );
}
