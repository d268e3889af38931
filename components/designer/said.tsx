"use client";

import { type Ref, useImperativeHandle, useState } from "react";

export type SaidHandle = { say: (text: string) => void };

/** What was just done, for those who do not see it. It stands alone, so that saying something draws nothing else. */
export function Said({ ref }: { ref: Ref<SaidHandle> }) {
  const [said, setSaid] = useState("");
  useImperativeHandle(ref, () => ({
    // the same words twice are told twice
    say: (text) => setSaid((before) => (before === text ? `${text}\u00a0` : text)),
  }));
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
