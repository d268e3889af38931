/** What Markdown becomes: a tree and never HTML, so that nothing in a text can be more than these. Pictures are not fetched: they are the link to them. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em" | "del"; of: Inline[] }
  | { kind: "link"; to: string; of: Inline[] }
  | { kind: "break" };

export type Item = { isDone: boolean | null; of: Block[] };
export type Align = "left" | "center" | "right" | null;
export type Block =
  | { kind: "heading"; level: 1 | 2 | 3; of: Inline[] }
  /** `words`: a paragraph of a list that is written close together */
  | { kind: "paragraph" | "words"; of: Inline[] }
  | { kind: "quote"; of: Block[] }
  | { kind: "code"; text: string }
  | { kind: "list"; isOrdered: boolean; start: number; items: Item[] }
  | { kind: "table"; align: Align[]; head: Inline[][]; rows: Inline[][][] }
  | { kind: "rule" };

/** What nobody reads to the end is not drawn to the end: a word of a megabyte holds up the browser for minutes, and a text of that size says nothing. */
export const LONGEST = 20_000;
