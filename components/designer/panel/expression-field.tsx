"use client";

import { type ComponentProps, useEffect, useState } from "react";
import { inTurn } from "#components/ui/idle.ts";
import { later } from "#components/ui/later.tsx";
import type { ExpressionEditor } from "./expression-editor.tsx";
import styles from "./expression.module.css";

/** The editor weighs as much as the canvas: it comes after it, or with the first expression that somebody looks at. */
const Editor = later(() => import("./expression-editor.tsx").then((module) => module.ExpressionEditor), { meanwhile: Empty, soon: true });

/**
 * What is written shows with the settings around it. Its editor takes as long to make as all of them: one after the other is made when the
 * browser has a moment, and at once where somebody wants to write.
 */
export function ExpressionField(q: ComponentProps<typeof ExpressionEditor>) {
  const [turn, setTurn] = useState<"waits" | "came" | "wanted">(q.isFocused ? "wanted" : "waits");
  const waits = turn === "waits";
  useEffect(() => (waits ? inTurn(() => setTurn("came")) : undefined), [waits]);
  if (!waits) return <Editor {...q} isFocused={turn === "wanted"} />;
  const want = () => setTurn("wanted");
  return (
    <div className={styles.field}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it becomes the field as soon as a key or the mouse comes to it */}
      <div
        aria-busy
        // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab comes by it as by the field that it is about to be
        tabIndex={0}
        data-invalid={q.invalid || undefined}
        className={`${styles.expression} ${styles.reading}`}
        onFocus={want}
        onMouseDown={(event) => {
          // the focus goes into the editor, not to what stood here
          event.preventDefault();
          want();
        }}
      >
        {q.value || <span className="text-ink-3">{q.placeholder ?? "\u00a0"}</span>}
      </div>
    </div>
  );
}

function Empty() {
  return <div aria-busy className={styles.expression} style={{ minHeight: 30 }} />;
}
