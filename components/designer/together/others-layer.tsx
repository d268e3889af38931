"use client";

import { ViewportPortal } from "@xyflow/react";
import { useEffect } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import { sizeOf } from "#flow/placement.ts";
import { useDesigner, useDesignerState } from "../context.tsx";
import { type Presence, useOthers } from "./presence.tsx";
import styles from "./together.module.css";

/** how long a step that somebody else has changed stays marked */
const NEWS_MS = 6_000;

/** On the canvas: initials beside the step that somebody looks at, and a glow around what somebody has just changed. */
export function OthersLayer({ presence }: { presence: Presence }) {
  const others = useOthers(presence);
  const { store } = useDesigner();
  const news = useDesignerState((state) => state.news);
  const isAlone = others.length === 0 && news === null;
  const document = useDesignerState((state) => (isAlone ? null : state.document));
  const whole = useDesignerState((state) => (isAlone ? null : state.whole));
  useEffect(() => {
    if (news === null) return;
    const timer = setTimeout(store.forgetNews, NEWS_MS);
    return () => clearTimeout(timer);
  }, [news, store]);
  if (document === null || whole === null) return null;
  const lookers = Map.groupBy(
    others.flatMap((other) => {
      const id = other.step === null ? null : shownAs(document, whole, other.step);
      return id === null ? [] : [{ id, other }];
    }),
    ({ id }) => id,
  );
  return (
    <ViewportPortal>
      {document.steps.flatMap((step) => {
        const at = document.layout?.[step.id];
        if (!at) return [];
        const [x, y] = at;
        const { width, height } = sizeOf(step);
        const here = lookers.get(step.id) ?? [];
        const isNew = news?.steps.includes(step.id) ?? false;
        if (here.length === 0 && !isNew) return [];
        return (
          <div key={step.id} className={styles.place} style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
            {isNew && (
              <span className={styles.news}>
                <span className="sr-only">
                  {stepName(step)} was changed by {news?.by}
                </span>
              </span>
            )}
            {here.length > 0 && (
              <span className={styles.lookers}>
                {here.map(({ other }) => (
                  <span key={other.id} title={`${other.name} looks at ${stepName(step)}`} className={styles.looker}>
                    <Avatar name={other.name} />
                    <span className="sr-only">
                      {other.name} looks at {stepName(step)}
                    </span>
                  </span>
                ))}
              </span>
            )}
          </div>
        );
      })}
    </ViewportPortal>
  );
}

/** The step itself, or the frame that it stands in, where that is what is drawn here. */
function shownAs(document: FlowDocument, whole: FlowDocument, id: string): string | null {
  const place = placeOf(whole, id);
  const chain = place ? [id, ...place.frames.map((frame) => frame.id).toReversed()] : [];
  return chain.find((each) => document.steps.some((step) => step.id === each)) ?? null;
}
