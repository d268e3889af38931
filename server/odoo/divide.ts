/**
 * Work on many records in one call that Odoo takes or refuses as a whole: what was refused is divided until the records that are to blame
 * stand alone. Trouble that is nobody's fault (Odoo away, a key refused, a field that does not exist) is thrown: it would meet all of them.
 */
import { StepFailure } from "#flow/failure.ts";

/** Refused, and Odoo named those to blame by their place in what was sent. */
export class Blamed extends StepFailure {
  readonly blamed: ReadonlyMap<number, StepFailure>;
  constructor(first: StepFailure, blamed: ReadonlyMap<number, StepFailure>) {
    super(first.failure);
    this.blamed = blamed;
  }
}

/** Results in the order of items; a failure in the place of whoever caused it. @throws StepFailure for what is nobody's fault */
export async function divided<T, R>(items: readonly T[], work: (items: readonly T[]) => Promise<R[]>): Promise<(R | StepFailure)[]> {
  if (items.length === 0) return [];
  try {
    return await work(items);
  } catch (error) {
    if (!isOfOneRecord(error)) throw error;
    const blamed = error instanceof Blamed ? error.blamed : new Map<number, StepFailure>();
    if (items.length === 1) return [blamed.get(0) ?? error];
    if (blamed.size > 0) return withoutBlamed(items, blamed, work);
    const half = Math.ceil(items.length / 2);
    return [...(await divided(items.slice(0, half), work)), ...(await divided(items.slice(half), work))];
  }
}

async function withoutBlamed<T, R>(
  items: readonly T[],
  blamed: ReadonlyMap<number, StepFailure>,
  work: (items: readonly T[]) => Promise<R[]>,
): Promise<(R | StepFailure)[]> {
  const rest = await divided(
    items.filter((_, index) => !blamed.has(index)),
    work,
  );
  const next = rest[Symbol.iterator]();
  return items.flatMap((_, index): (R | StepFailure)[] => {
    const failure = blamed.get(index);
    if (failure !== undefined) return [failure];
    const { value, done } = next.next();
    return done ? [] : [value];
  });
}

/** Whether what was sent is to blame: data, a rule about it, a right that a record's own rules deny, or that it was too much at once. */
export function isOfOneRecord(error: unknown): error is StepFailure {
  return (
    error instanceof StepFailure &&
    (error.failure.class === "business" || error.failure.kind === "authorization" || error.failure.code === "odoo.request_too_large")
  );
}
