/** Keys for a list whose items have no identity of their own: their name, numbered from its second use on. */
export function keyed<T>(items: readonly T[], nameOf: (item: T) => string): { key: string; item: T }[] {
  const used = new Map<string, number>();
  return items.map((item) => {
    const name = nameOf(item);
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return { key: times === 1 ? name : `${name} ${times}`, item };
  });
}
