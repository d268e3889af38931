/** A line in another form: what can be kept is kept, and what cannot be is told before it is dropped. */
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { type ListCommand, readCommands, writeCommands } from "#flow/mapping/command-list.ts";
import type { LineField, Mapped } from "#flow/mapping/mapped.ts";
import { mappedText, writeMapped } from "#flow/mapping/mapped.ts";
import type { Target } from "#flow/mapping/target.ts";

export type Form = "expression" | "literal" | "table" | "record" | "lines" | "object" | "commands";

export function formOf(mapped: Mapped, target: Target): Form {
  if (mapped.kind === "literal" && target.type === "object" && typeof mapped.value === "object") return "object";
  if (mapped.kind === "literal" && readCommands(mapped.value) !== null) return "commands";
  return mapped.kind === "path" || mapped.kind === "converted" ? "expression" : mapped.kind;
}

/** The same line in another form, as far as it goes. */
export function inForm(mapped: Mapped, form: Form, target: Target): Mapped {
  if (form === formOf(mapped, target)) return mapped;
  const place = placeOf(mapped);
  switch (form) {
    case "expression":
      return place === null
        ? { kind: "expression", source: mapped.kind === "literal" ? JSON.stringify(mapped.value) : mappedText(mapped) }
        : { kind: "path", path: place };
    case "literal":
      return { kind: "literal", value: target.type === "boolean" ? true : ["records", "lines", "list"].includes(target.type) ? [] : "" };
    case "object":
      return { kind: "literal", value: {} };
    case "commands":
      return { kind: "literal", value: writeCommands(commandsOf(mapped) ?? [{ kind: "link", at: { $: place ?? "" } }]) };
    case "table":
      return {
        kind: "table",
        path: place ?? "trigger.body",
        rows: [["", target.type === "boolean" ? true : (target.choices?.[0]?.[0] ?? "")]],
        otherwise: { kind: "leave-out" },
      };
    case "record":
      return {
        kind: "record",
        by: "name",
        onMissing: "fail",
        add: false,
        value: place === null ? (mapped.kind === "literal" ? mapped : null) : { kind: "path", path: place },
      };
    case "lines":
      return { kind: "lines", of: place ?? "trigger.body", fields: [] };
    default: {
      const unknown: never = form;
      return unknown;
    }
  }
}

/** What the other form cannot keep and somebody has worked on, in words; null where there is nothing of the kind. */
export function droppedBy(mapped: Mapped, form: Form, target: Target): string | null {
  const present = formOf(mapped, target);
  if (form === present) return null;
  switch (mapped.kind) {
    case "lines":
      return form === "commands" || mapped.fields.length === 0 ? null : `${counted(mapped.fields.length, "field")} of each line`;
    case "table":
      return mapped.rows.some(([from]) => from !== "") ? counted(mapped.rows.length, "row") : null;
    case "expression":
      return mapped.source.trim() === "" ? null : "the expression";
    case "literal": {
      const commands = present === "commands" ? (readCommands(mapped.value) ?? []) : [];
      if (commands.length > 0) return counted(commands.length, "command");
      const size = Array.isArray(mapped.value) ? mapped.value.length : isPlainObject(mapped.value) ? Object.keys(mapped.value).length : 0;
      return size === 0 || form === "expression" || (form === "commands" && commandsOf(mapped) !== null) ? null : counted(size, "value");
    }
    default:
      return null;
  }
}

const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;

function placeOf(mapped: Mapped): string | null {
  if ("path" in mapped) return mapped.path;
  if (mapped.kind === "lines") return mapped.of;
  return mapped.kind === "record" && mapped.value && "path" in mapped.value ? mapped.value.path : null;
}

/** Records that were written out field by field are made one by one; of a list that is gone through, the first one is. */
function commandsOf(mapped: Mapped): ListCommand[] | null {
  if (mapped.kind === "lines") {
    const values = mapped.fields.map(({ name, value }): [string, Json] => [name, writeMapped(ofFirst(value, mapped.of))]);
    return values.length === 0 ? null : [{ kind: "create", values: Object.fromEntries(values) }];
  }
  if (mapped.kind !== "literal" || !Array.isArray(mapped.value) || mapped.value.length === 0) return null;
  const made = mapped.value.map((values): ListCommand | null => (isPlainObject(values) ? { kind: "create", values } : null));
  return made.every((each) => each !== null) ? made : null;
}

/** A place inside the item of a list, seen from outside: `sku` of `trigger.body.lines` is `trigger.body.lines[0].sku`, and `$$.run.id` is `run.id`. */
function ofFirst(value: LineField["value"], of: string): Mapped {
  const outside = (path: string) => (path.startsWith("$$.") ? path.slice(3) : `${of}[0].${path}`);
  switch (value.kind) {
    case "literal":
      return value;
    case "path":
    case "converted":
    case "table":
      return { ...value, path: outside(value.path) };
    case "record":
      return { ...value, value: value.value && ofFirst(value.value, of) };
    case "lines":
      return { ...value, of: outside(value.of) };
    case "expression":
      return { kind: "expression", source: `${of}[0].(${value.source})` };
    default: {
      const unknown: never = value;
      return unknown;
    }
  }
}

function isPlainObject(value: Json): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isExpression(value);
}
