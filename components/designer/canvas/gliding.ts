/** How long the canvas takes to move somewhere, ms: no time at all for whoever has asked for less motion. The styles know it by themselves. */
export function gliding(duration: number): { duration: number } {
  return { duration: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : duration };
}
