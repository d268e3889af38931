"use client";

import dynamic from "next/dynamic";
import styles from "./expression.module.css";

/** The editor weighs as much as the canvas: it comes with the first expression that somebody looks at, not with the page. */
export const ExpressionField = dynamic(() => import("./expression-editor.tsx").then((module) => module.ExpressionEditor), {
  ssr: false,
  loading: () => <div aria-busy className={styles.expression} style={{ minHeight: 32 }} />,
});
