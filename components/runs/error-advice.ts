/** What a failed step means for a person: what happened, whether a replay is safe, and what to do. Pure. */
import type { Failure } from "#flow/failure.ts";
import type { StepRunView } from "#server/app.ts";

export type Advice = {
  title: string;
  text: string | null;
  safety: { tone: "safe" | "careful" | "unknown"; title: string; text: string };
  todo: string[];
};

export function adviceFor(step: Pick<StepRunView, "name" | "delivery" | "attempts" | "failure" | "status">, failure: Failure): Advice {
  const [title, ...rest] = sentences(failure.message);
  const tries = step.attempts.length;
  const text = [
    ...rest,
    ...(tries > 1 ? [`It was tried ${tries === 2 ? "twice" : `${tries} times`}.`] : []),
    ...(failure.class === "technical" && failure.kind !== "configuration" ? ["The data itself is not the cause: nothing in it needs to change."] : []),
  ].join(" ");
  return { title: title?.replace(/\.$/, "") ?? failure.code, text: text === "" ? null : text, safety: safetyOf(step, failure), todo: todoFor(step, failure) };
}

/** Whether the step's outcome is unknown, so that a person has to look at the target first. */
export function isOutcomeUnknown(failure: Failure): boolean {
  return failure.code === "effect.outcome_unknown" || failure.kind === "outcome-unknown";
}

function safetyOf(step: Pick<StepRunView, "delivery">, failure: Failure): Advice["safety"] {
  const target = targetOf(failure);
  if (isOutcomeUnknown(failure)) {
    return {
      tone: "unknown",
      title: "Look first.",
      text: `It was sent to ${target} and no answer came back. ${capital(target)} cannot recognise a repeat, so sending it again might do it twice. Look there, then choose below.`,
    };
  }
  switch (step.delivery) {
    case null:
      return { tone: "safe", title: "Safe to replay.", text: "This step writes nothing outside. What was done before it is kept and not done again." };
    case "exactly-once":
      return {
        tone: "safe",
        title: "Safe to replay.",
        text: `Delivered exactly once: ${target} recognises the key of this write, so a replay finds what is there or writes it one time, never two.`,
      };
    case "at-least-once":
      return {
        tone: "careful",
        title: "A replay may repeat it.",
        text: `Delivered at least once: ${target} cannot tell a repeat, and the flow's author accepts one.`,
      };
    case "at-most-once":
      return {
        tone: "safe",
        title: "Safe to replay.",
        text: `Delivered at most once: ${target} said no or was not reached, so nothing was done. A replay sends it one more time.`,
      };
  }
}

function todoFor(step: Pick<StepRunView, "name" | "status">, failure: Failure): string[] {
  const fix = step.status === "failed" ? withoutRetry(failure.fix) : failure.fix;
  const todo = fix ? [fix] : [];
  if (isOutcomeUnknown(failure))
    return [
      ...todo,
      `Look in ${targetOf(failure)} whether it happened.`,
      "If it did, mark it as done; if not, send it again. Either way the run goes on from there.",
    ];
  if (failure.class === "technical") {
    return failure.retryable
      ? [...todo, `Replay from ${step.name} once ${targetOf(failure)} answers again. Everything before it stays as it is.`]
      : [...todo, `Then replay from ${step.name}. Everything before it stays as it is.`];
  }
  return [...todo, `Correct it where it comes from, or replay with edited input; then replay from ${step.name}.`];
}

/** A failure that may pass tells that it is tried again. Once the tries are used up that is no longer so. */
function withoutRetry(fix: string | undefined): string | undefined {
  return fix?.replace(/^It is tried again by itself\. If it lasts, (\w)/, (_, letter: string) => letter.toUpperCase());
}

function targetOf(failure: Failure): string {
  if (failure.code.startsWith("odoo.")) return "Odoo";
  return failure.where?.connection ? `the connection ${failure.where.connection}` : "the other system";
}

function sentences(message: string): string[] {
  return message
    .split(/(?<=[.!?])\s+(?=[A-Z“"‘(])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
