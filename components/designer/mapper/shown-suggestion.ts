import type { Json } from "#flow/document.ts";
import type { Mapped } from "#flow/mapping/mapped.ts";
import { readMapped } from "#flow/mapping/mapped.ts";
import { formWords, shownLiteral } from "./words.ts";

/** What a line reads, as it is shown. */
export function sourceWords(mapped: Mapped): string {
  switch (mapped.kind) {
    case "path":
    case "converted":
    case "table":
      return mapped.path;
    case "lines":
      return mapped.of;
    case "record":
      return mapped.value === null ? "nothing yet" : sourceWords(mapped.value);
    case "expression":
      return mapped.source;
    case "literal":
      return shownLiteral(mapped.value);
    default: {
      const unknown: never = mapped;
      return unknown;
    }
  }
}

export function shownSuggestion(value: Json): string {
  const mapped = readMapped(value);
  const form = mapped.kind === "expression" ? null : formWords(mapped);
  return form === null ? sourceWords(mapped) : `${sourceWords(mapped)} (${form})`;
}
