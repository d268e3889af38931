"use client";

import { later } from "#components/ui/later.tsx";
import styles from "./expression.module.css";

/** The editor weighs as much as the canvas: it comes after it, or with the first expression that somebody looks at. */
export const ExpressionField = later(() => import("./expression-editor.tsx").then((module) => module.ExpressionEditor), { meanwhile: Reading, soon: true });

function Reading() {
  return <div aria-busy className={styles.expression} style={{ minHeight: 32 }} />;
}
