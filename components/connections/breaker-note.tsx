import { formatPlural, formatRelative } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import type { ConnectionView } from "#server/app.ts";

/** That runs do not reach this connection at the moment, why, and what happens next. Nobody has to do anything here. */
export function BreakerNote({ breaker }: { breaker: NonNullable<ConnectionView["breaker"]> }) {
  const { state, since, probeAt, parked, reason } = breaker;
  const waiting = parked === 0 ? "No run waits for it" : `${formatPlural(parked, "run")} ${parked === 1 ? "is" : "are"} parked`;
  if (state === "ramping")
    return (
      <Note tone="parked" announce="status" className="max-w-[620px]">
        <b>It answers again.</b> {waiting}; they go on in the order in which they arrived, more of them every second.
      </Note>
    );
  return (
    <Note tone="parked" announce="status" className="max-w-[620px]">
      <b>
        Its circuit breaker is open{since ? `, since ${formatRelative(since)}` : ""}: {waiting.toLowerCase()}.
      </b>{" "}
      {reason && `${reason} `}
      {state === "half-open" ? "One run is asking whether it is back." : probeAt ? `It is asked again ${formatRelative(probeAt)}, by one run.` : ""} Parked runs
      use up no attempt and go on by themselves.
    </Note>
  );
}
