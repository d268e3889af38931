/**
 * Commands for lists of records, as Odoo writes them: [0, 0, values] creates, [1, id, values] updates, [2, id] deletes, [3, id] unlinks,
 * [4, id] links, [5] clears, [6, 0, ids] sets. All but creating may be repeated, and of those only what is not done yet is sent: a deletion
 * that is repeated as it stands is refused by Odoo.
 */
import type { Json } from "#flow/document.ts";

export type Command = [number, ...Json[]];
export type Wrong = (fix: string) => never;
type Values = Record<string, Json>;

const CODE = { create: 0, update: 1, delete: 2, unlink: 3, link: 4, clear: 5, set: 6 } as const;

/** [7, "Acme"] is a record as reads show it, and [3, "Three"] is one, too. */
function isCommand(value: Json): value is Command {
  if (!Array.isArray(value)) return false;
  const [code, second] = value;
  if (typeof code !== "number" || !Number.isInteger(code) || code < CODE.create || code > CODE.set) return false;
  return value.length === 1 ? code === CODE.clear : value.length <= 3 && (typeof second !== "string" || value.length === 3);
}

/** null where the value is a plain list: of ids, of records, or of lines. */
export function commandsIn(value: Json): Command[] | null {
  return Array.isArray(value) && value.length > 0 && value.every(isCommand) ? value : null;
}

/** The same commands in one way of writing them. @throws what `wrong` throws */
export function normalCommand(command: Command, q: { id: (value: Json) => number; wrong: Wrong }): Command {
  const [code, second = null, third = null] = command;
  switch (code) {
    case CODE.create:
    case CODE.update: {
      if (!isValues(third)) return q.wrong("Send [0, 0, values] or [1, id, values], with fields and their values.");
      return code === CODE.create ? [code, 0, third] : [code, q.id(second), third];
    }
    case CODE.clear:
      return [code];
    case CODE.set:
      return Array.isArray(third) ? [code, 0, third.map(q.id)] : q.wrong("Send [6, 0, ids], with a list of ids.");
    default:
      return [code, q.id(second)];
  }
}

export function makesRecords(commands: readonly Command[]): boolean {
  return commands.some(([code]) => code === CODE.create);
}

/** The records whose values a list of commands updates, and to what. */
export function updatesIn(commands: readonly Command[]): { id: number; values: Values }[] {
  return commands.flatMap(([code, id, values = null]) => (code === CODE.update && typeof id === "number" && isValues(values) ? [{ id, values }] : []));
}

/** What of them is not done yet, and the ids that the list then has. `different` tells which of the values a related record does not have. */
export function remaining(q: { before: readonly number[]; commands: readonly Command[]; different: (id: number, values: Values) => Values }): {
  commands: Command[];
  ids: number[];
} {
  let held = new Set(q.before);
  const commands = q.commands.flatMap((command): Command[] => {
    const [code, second, third = null] = command;
    const id = typeof second === "number" ? second : 0;
    switch (code) {
      case CODE.update: {
        const values = isValues(third) ? q.different(id, third) : {};
        return Object.keys(values).length === 0 ? [] : [[code, id, values]];
      }
      case CODE.delete:
      case CODE.unlink:
        return held.delete(id) ? [command] : [];
      case CODE.link:
        if (held.has(id)) return [];
        held.add(id);
        return [command];
      case CODE.clear:
      case CODE.set: {
        const wanted = new Set(Array.isArray(third) ? third.filter((each) => typeof each === "number") : []);
        const isDone = wanted.size === held.size && [...wanted].every((each) => held.has(each));
        held = wanted;
        return isDone ? [] : [command];
      }
      default:
        return [command];
    }
  });
  return { commands, ids: [...held] };
}

/** What a new record is linked to by a list, or by commands that only link; null where it takes more than that. */
export function linkedByNew(value: Json): number[] | null {
  if (Array.isArray(value) && value.every((each) => typeof each === "number")) return value;
  const commands = commandsIn(value);
  if (commands === null || commands.some(([code]) => code === CODE.create || code === CODE.update)) return null;
  let held = new Set<number>();
  for (const [code, id, ids = null] of commands) {
    if (code === CODE.link && typeof id === "number") held.add(id);
    else if (code === CODE.set || code === CODE.clear) held = new Set(Array.isArray(ids) ? ids.filter((each) => typeof each === "number") : []);
    else if (typeof id === "number") held.delete(id);
  }
  return [...held];
}

function isValues(value: Json): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
