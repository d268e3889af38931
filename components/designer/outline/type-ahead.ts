import { useRef } from "react";
import { stepName } from "#flow/edit.ts";
import type { OutlineRow } from "./rows.ts";

/** Letters after a longer pause begin a new word, ms. */
const PAUSE_MS = 700;

type TypeAhead = {
  /** tells whether the key was a letter of a word */
  typeAhead: (key: string, from: number) => boolean;
  /** a blank belongs to the word that is being typed */
  isTypingAhead: () => boolean;
  /** the next letter begins a new one, however soon it comes */
  endWord: () => void;
};

/**
 * Whether a key is a letter of a word that is being typed, rather than a command: names are compared without their case, so that Shift with a
 * letter, and signs such as ? and /, stay what they are everywhere else, unless a word is under way.
 */
export function isOfWord({ key, shiftKey }: { key: string; shiftKey: boolean }, q: { isTyping: boolean; isCommand: boolean }): boolean {
  if (key.length !== 1) return false;
  return (!shiftKey && /[\p{L}\p{N}]/u.test(key)) || q.isTyping || !q.isCommand;
}

/** Letters walk to the next row that begins with them. */
export function useTypeAhead(rows: readonly OutlineRow[], go: (row: OutlineRow) => void): TypeAhead {
  const typed = useRef({ text: "", at: Number.NEGATIVE_INFINITY });
  const isTypingAhead = () => performance.now() - typed.current.at < PAUSE_MS;
  const typeAhead = (key: string, from: number) => {
    if (key.length !== 1) return false;
    const text = (isTypingAhead() ? typed.current.text : "") + key.toLowerCase();
    typed.current = { text, at: performance.now() };
    // the same letter again: the next one that begins with it
    const word = [...text].every((letter) => letter === text[0]) ? (text[0] ?? "") : text;
    const start = word.length === 1 ? from + 1 : from;
    for (let offset = 0; offset < rows.length; offset += 1) {
      const row = rows[(start + offset) % rows.length];
      if (!row || !nameOf(row).toLowerCase().startsWith(word)) continue;
      go(row);
      break;
    }
    return true;
  };
  const endWord = () => {
    typed.current = { text: "", at: Number.NEGATIVE_INFINITY };
  };
  return { typeAhead, isTypingAhead, endWord };
}

const nameOf = (row: OutlineRow): string => (row.kind === "step" ? stepName(row.step) : row.label);
