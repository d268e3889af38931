/** Two texts line by line: what was taken out and what was put in. Pure. */
export type DiffLine = { kind: "same" | "before" | "after"; text: string };

/** Longest common subsequence; beyond the limit both texts are simply shown whole. */
export function lineDiff(before: string, after: string, limit = 2_000): DiffLine[] {
  const a = before.split("\n");
  const b = after.split("\n");
  if (a.length * b.length > limit * limit)
    return [...a.map((text): DiffLine => ({ kind: "before", text })), ...b.map((text): DiffLine => ({ kind: "after", text }))];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      lines.push({ kind: "same", text: left });
      i += 1;
      j += 1;
    } else if (right === undefined || (left !== undefined && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      lines.push({ kind: "before", text: left ?? "" });
      i += 1;
    } else {
      lines.push({ kind: "after", text: right });
      j += 1;
    }
  }
  return lines;
}

/** The changed lines with a little of what stands around them. */
export function changedOnly(lines: DiffLine[], around = 2): DiffLine[] {
  const near = new Set(
    lines.flatMap((line, index) => (line.kind === "same" ? [] : Array.from({ length: around * 2 + 1 }, (_, offset) => index - around + offset))),
  );
  return lines.filter((_, index) => near.has(index));
}
