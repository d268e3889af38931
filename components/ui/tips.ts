/** Which tooltip is shown: the pointer's after a moment, the next ones at once; the keyboard's at once; none while something is done. */

export type Tip = { element: HTMLElement; text: string; shortcut: string | undefined; side: "top" | "bottom" | "left" | "right" };

const REST_MS = 450;
/** so soon after one was shown, the next needs no rest */
const WARM_MS = 300;

const SIDES: readonly Tip["side"][] = ["top", "bottom", "left", "right"];

/** @returns how to stop */
export function watchTips(root: Document, show: (tip: Tip | null) => void): () => void {
  let shown: HTMLElement | null = null;
  /** what the pointer is over, shown or not */
  let over: HTMLElement | null = null;
  let hiddenAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown = null;
    hiddenAt = performance.now();
    show(null);
  };
  const open = (element: HTMLElement) => {
    const text = element.dataset.tip;
    if (!text || !element.isConnected || element.getAttribute("aria-expanded") === "true") return;
    shown = element;
    show({ element, text, shortcut: element.dataset.tipKey, side: SIDES.find((side) => side === element.dataset.tipSide) ?? "bottom" });
  };
  const tipped = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null);

  const onPointerOver = (event: PointerEvent) => {
    if (event.pointerType === "touch") return;
    const element = tipped(event.target);
    if (element === over) return;
    over = element;
    const isWarm = shown !== null || performance.now() - hiddenAt < WARM_MS;
    hide();
    if (!element) return;
    if (isWarm) open(element);
    else timer = setTimeout(() => open(element), REST_MS);
  };
  const onPointerOut = (event: PointerEvent) => {
    // it left the window
    if (event.relatedTarget !== null) return;
    over = null;
    hide();
  };
  const onFocusIn = (event: FocusEvent) => {
    const element = tipped(event.target);
    if (element === event.target && element?.matches(":focus-visible")) {
      hide();
      open(element);
    } else if (shown !== over) hide();
  };

  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true, passive: true };
  root.addEventListener("pointerover", onPointerOver, options);
  root.addEventListener("pointerout", onPointerOut, options);
  root.addEventListener("focusin", onFocusIn, options);
  for (const over of ["pointerdown", "keydown", "focusout", "scroll", "wheel"] as const) root.addEventListener(over, hide, options);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
