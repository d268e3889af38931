/** The one line of a Python traceback that says what happened: where and through which files is nobody's business but Odoo's programmers'. */

const LONGEST = 300;

/** Of `debug`; null where there is none. Paths of files are left out. */
export function lastLineOf(debug: string | undefined): string | null {
  const lines = (debug ?? "").slice(-20_000).split("\n");
  // what follows the frames, which are indented; a message of several lines goes on below it
  const lastFrame = lines.findLastIndex((line) => /^\s+File "|^\s{4}\S/.test(line));
  const line = lines.slice(lastFrame + 1).find((each) => /^[A-Za-z_][\w.]*(: |$)/.test(each));
  if (line === undefined) return null;
  const told = line.replace(/(?:[A-Za-z]:)?(?:[\\/][\w.+@-]+)+\.(?:py|so|xml|conf)\b/g, "…").trim();
  return told.length > LONGEST ? `${told.slice(0, LONGEST)}…` : told;
}
