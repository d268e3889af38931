"use client";

import { useEffect, useRef, useState } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import { useDesignerState } from "../context.tsx";
import { type Other, type Presence, useOthers } from "./presence.tsx";
import styles from "./together.module.css";

const MOST = 4;

/** Who else is here; a click goes to where they look. */
export function PeopleHere({ presence, onGo }: { presence: Presence; onGo: (step: string) => void }) {
  const others = useOthers(presence);
  const whole = useDesignerState((state) => (others.length > 0 ? state.whole : null));
  const said = useArrivals(others);
  const whereOf = ({ step }: Other) => {
    const place = step === null || whole === null ? undefined : placeOf(whole, step);
    return place ? `looks at ${stepName(place.step)}` : "is here";
  };
  return (
    <>
      {others.length > 0 && (
        <ul aria-label="Who else is here" className={styles.people}>
          {others.slice(0, MOST).map((other) => {
            const words = `${other.name} ${whereOf(other)}`;
            const { step } = other;
            const target = step !== null && whole !== null && placeOf(whole, step) ? step : null;
            return (
              <li key={other.id}>
                <Tooltip text={target === null ? words : `${words}. Go there`}>
                  <button
                    type="button"
                    aria-label={words}
                    aria-disabled={target === null}
                    className={styles.person}
                    onClick={() => target !== null && onGo(target)}
                  >
                    <Avatar name={other.name} />
                  </button>
                </Tooltip>
              </li>
            );
          })}
          {others.length > MOST && (
            <li
              className={styles.more}
              title={others
                .slice(MOST)
                .map((other) => other.name)
                .join(", ")}
            >
              +{others.length - MOST}
              <span className="sr-only">
                {" "}
                more:{" "}
                {others
                  .slice(MOST)
                  .map((other) => other.name)
                  .join(", ")}
              </span>
            </li>
          )}
        </ul>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}

/** Who came and who went, in words, once. */
function useArrivals(others: readonly Other[]): string {
  const known = useRef<readonly Other[]>([]);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const before = known.current;
    known.current = others;
    const came = others.filter((other) => !before.some((each) => each.id === other.id));
    const went = before.filter((other) => !others.some((each) => each.id === other.id));
    const words = [...came.map((other) => `${other.name} is here.`), ...went.map((other) => `${other.name} has left.`)].join(" ");
    if (words !== "") setSaid(words);
  }, [others]);
  return said;
}
