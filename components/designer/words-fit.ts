/** How well words that somebody typed fit: titles before descriptions, words from their beginning. Letters scattered over a sentence are no match. */
export function wordsFit(value: string, search: string, keywords: string[] = []): number {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const [title = "", ...more] = keywords.map((keyword) => keyword.toLowerCase());
  const starts = (text: string, word: string) => text.startsWith(word) || text.includes(` ${word}`);
  const score = (word: string) =>
    title.startsWith(word) ? 1 : starts(title, word) || value.includes(word) ? 0.8 : more.some((text) => starts(text, word)) ? 0.4 : 0;
  return words.length === 0 ? 1 : Math.min(...words.map(score));
}
