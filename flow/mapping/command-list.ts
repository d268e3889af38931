/**
 * A list of records as commands, as Odoo writes them and people read them: link, set, create … Only a list that is nothing but whole
 * commands is one; anything else stays what it is.
 */
import type { Json } from "../document.ts";
import { isExpression } from "../marks.ts";

/** `at`: the record, or for *set* the records; `values`: what a record is made with or changed to. */
export type ListCommand =
  | { kind: "create"; values: { [name: string]: Json } }
  | { kind: "update"; at: Json; values: { [name: string]: Json } }
  | { kind: "delete" | "unlink" | "link" | "set"; at: Json }
  | { kind: "clear" };

export const COMMANDS = ["create", "update", "delete", "unlink", "link", "clear", "set"] as const satisfies readonly ListCommand["kind"][];

/** @returns null for what is no list of commands; an empty list sets none and is none */
export function readCommands(value: Json): ListCommand[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const read = value.map(readCommand);
  return read.every((each) => each !== null) ? read : null;
}

function readCommand(value: Json): ListCommand | null {
  if (!Array.isArray(value)) return null;
  const [code, second = null, third = null] = value;
  const kind = typeof code === "number" ? COMMANDS[code] : undefined;
  if (kind === undefined) return null;
  switch (kind) {
    case "create":
      return value.length === 3 && second === 0 && isValues(third) ? { kind, values: third } : null;
    case "update":
      return value.length === 3 && isValues(third) ? { kind, at: second, values: third } : null;
    case "clear":
      return value.length === 1 ? { kind } : null;
    case "set":
      return value.length === 3 && second === 0 ? { kind, at: third } : null;
    default:
      return value.length === 2 ? { kind, at: second } : null;
  }
}

export function writeCommands(commands: readonly ListCommand[]): Json {
  return commands.map((command): Json => {
    const code = COMMANDS.indexOf(command.kind);
    switch (command.kind) {
      case "create":
        return [code, 0, command.values];
      case "update":
        return [code, command.at, command.values];
      case "clear":
        return [code];
      case "set":
        return [code, 0, command.at];
      default:
        return [code, command.at];
    }
  });
}

/** The same command of another kind, with what it holds as far as that goes. */
export function asKind(command: ListCommand, kind: ListCommand["kind"]): ListCommand {
  const at = "at" in command ? command.at : { $: "" };
  const values = "values" in command ? command.values : {};
  switch (kind) {
    case "create":
      return { kind, values };
    case "update":
      return { kind, at, values };
    case "clear":
      return { kind };
    default:
      return { kind, at };
  }
}

function isValues(value: Json): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isExpression(value);
}
