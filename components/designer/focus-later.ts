/** The focus goes into a field beside the canvas, also where the panel with the field is still on its way. */

/** so long a panel may take, ms; then the focus stays where it is */
const PATIENCE_MS = 10_000;

/** `isRewritten`: what stands in it is marked, to be typed over. What is typed meanwhile is text for the field: on the canvas, letters would be commands. A press elsewhere calls it off. */
export function focusLater(find: () => HTMLElement | null | undefined, { isRewritten = false } = {}): void {
  const until = performance.now() + PATIENCE_MS;
  let typed = "";
  const hold = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    typed += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    window.removeEventListener("keydown", hold, true);
    window.removeEventListener("pointerdown", stop, true);
  };
  const look = () => {
    const field = find();
    if (!field && performance.now() < until) {
      frame = requestAnimationFrame(look);
      return;
    }
    stop();
    field?.focus();
    if (isRewritten && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) field.select();
    // as if it had been typed into it: the page hears of it, and undo takes it back
    if (field && typed !== "") document.execCommand("insertText", false, typed);
  };
  let frame = requestAnimationFrame(look);
  window.addEventListener("keydown", hold, true);
  window.addEventListener("pointerdown", stop, true);
}
