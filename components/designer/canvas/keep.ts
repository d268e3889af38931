/**
 * What was made for a name stays as long as it would be made of the same parts. Whoever draws it gets the same object and has nothing to do:
 * with a thousand steps on the canvas a change costs what it changes.
 */

/** @param make may give back what there was, where it comes out the same */
export type Keep<T> = (name: string, parts: readonly unknown[], make: (before: T | undefined) => T) => T;

type Kept<T> = { parts: readonly unknown[]; made: T };

/** Each round asks for everything that is still wanted; what it does not ask for is forgotten. `isPart`: it asks only for what may be new. */
export function createKeeper<T>(): (isPart?: boolean) => Keep<T> {
  let kept = new Map<string, Kept<T>>();
  return (isPart = false) => {
    const before = kept;
    const now = isPart ? kept : new Map<string, Kept<T>>();
    kept = now;
    return (name, parts, make) => {
      const last = before.get(name);
      const entry = last && isSame(last.parts, parts) ? last : { parts, made: make(last?.made) };
      now.set(name, entry);
      return entry.made;
    };
  };
}

/** The list that there was, where it holds the same things in the same order. */
export function createListKeeper<T>(): (list: T[]) => T[] {
  let before: T[] = [];
  return (list) => {
    if (!isSame(before, list)) before = list;
    return before;
  };
}

export function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (!Object.is(a[index], b[index])) return false;
  return true;
}
