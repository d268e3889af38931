import { isCovered } from "#components/ui/use-keys.ts";

/** how long a dialog may take to go, ms */
const GOING_MS = 2_000;

/** Once the dialog that something was chosen in is gone: until then it keeps the keyboard. */
export function uncovered(then: () => void, until = performance.now() + GOING_MS): void {
  requestAnimationFrame(() => (isCovered() && performance.now() < until ? uncovered(then, until) : then()));
}
