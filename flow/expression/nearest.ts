/** The name that somebody probably meant; null where none is near. */
export function nearestName(typed: string, names: Iterable<string>): string | null {
  let best: { name: string; distance: number } | null = null;
  const wanted = typed.toLowerCase();
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase());
    if (best === null || distance < best.distance) best = { name, distance };
  }
  return best !== null && best.distance <= Math.max(1, Math.floor(typed.length / 3)) ? best.name : null;
}

/** Letters that are left out, added, changed or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let earlier: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a.charAt(row - 1) === b.charAt(column - 1);
      let least = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && a.charAt(row - 1) === b.charAt(column - 2) && a.charAt(row - 2) === b.charAt(column - 1))
        least = Math.min(least, (earlier[column - 2] ?? 0) + 1);
      line.push(least);
    }
    earlier = last;
    last = line;
  }
  return last[b.length] ?? 0;
}
