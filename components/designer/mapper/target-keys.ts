import type { TargetRow } from "./target-rows.ts";

/** What the keys and the buttons of a field do. */
export type TargetKeys = {
  onActive: (index: number) => void;
  /** Enter: connects what was picked, or opens the line */
  onEnter: (row: TargetRow) => void;
  onOpen: (row: TargetRow | null) => void;
  /** makes a field of what was picked; null where somebody says which fields there are */
  onNew: (() => void) | null;
  onClear: (row: TargetRow) => void;
  /** false: there is nothing to accept */
  onAccept: (row: TargetRow) => boolean;
  /** a way of conversion by its number; false: there is none */
  onConvert: (row: TargetRow, number: number) => boolean;
  onAcceptAll: () => void;
  onLeave: () => void;
};
