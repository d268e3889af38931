/** A share of the width, as CSS takes it. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}
