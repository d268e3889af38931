/** What stands for the field that a drop beside the fields makes; no field is called so. */
export const NEW_TARGET = "";

/** What a field made of a source is called: as the source, with what it stands in where that name is taken, else with a number. */
export function newName(text: string, taken: ReadonlySet<string>): string {
  const names = text.match(/[\p{L}_$][\p{L}\p{N}_$-]*/gu) ?? [];
  const last = names.at(-1) ?? "field";
  const around = names.at(-2);
  const tried = [last, ...(around === undefined ? [] : [`${around}_${last}`])];
  const free = tried.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  let number = 2;
  while (taken.has(`${last}_${number}`)) number += 1;
  return `${last}_${number}`;
}
