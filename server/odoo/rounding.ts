/** Numbers as Odoo keeps them: rounded half away from zero, and what is half but for how computers write it counts as half. */

/** `step`: 0.01 for cents, 1 for yen, 0.05 for Swiss coins. */
export function roundedBy(value: number, step: number): number {
  if (!(step > 0) || !Number.isFinite(value)) return value;
  const steps = Math.abs(value) / step;
  const rounded = Math.round(steps * (1 + 2 ** -50)) * step;
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (Number.isInteger(Math.log10(step)) ? 0 : 1));
  return Math.sign(value) * Number(rounded.toFixed(Math.min(digits, 20)));
}

/** `digits` after the point. */
export function roundedTo(value: number, digits: number): number {
  return roundedBy(value, 10 ** -digits);
}
