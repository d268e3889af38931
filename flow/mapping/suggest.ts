/** What probably belongs together: by name, and by what other flows map to the same field. Suggestions are offered, never taken by themselves. */
import type { Json } from "../document.ts";
import { expressionsIn, pathsOf } from "../expression/inspect.ts";
import { connected } from "./connect.ts";
import { conversionsFor, fits } from "./conversions.ts";
import { writeMapped } from "./mapped.ts";
import type { Mapped } from "./mapped.ts";
import type { SourceNode } from "./source-tree.ts";
import { flat } from "./source-tree.ts";
import type { Target } from "./target.ts";
import { meaningOf, wordsOf } from "./words.ts";

/** Sure enough to be taken together with others, after they were looked at. */
export const CERTAIN = 0.85;

/** A setting of the environment is no data of the thing that came, however alike their names are; it can be connected by hand. */
const VARIABLE = /^(\$\$\.)?vars\b/;
const LISTS: ReadonlySet<Target["type"]> = new Set(["records", "lines", "list"]);

export type Suggestion = {
  target: string;
  /** as it would stand in the settings */
  value: Json;
  score: number;
  /** same name · like Customer · as in 3 flows */
  because: string;
};

/** How the same field is filled in other flows. */
export type EarlierMapping = { field: string; value: Json; flows: string[] };

export function suggestionsFor(q: { targets: readonly Target[]; sources: readonly SourceNode[]; earlier: readonly EarlierMapping[] }): Map<string, Suggestion> {
  // where data begins is no value itself; of a line's own fields, each may be
  const places = flat(q.sources).filter((node) => node.path.length > 1 || node.children.length === 0);
  const sources = places.filter((node) => !VARIABLE.test(node.text));
  const known = new Set(places.map((node) => node.text));
  const found = new Map<string, Suggestion>();
  for (const target of q.targets) {
    if (target.readonly) continue;
    const before = q.earlier.find((each) => each.field === target.name && readable(each.value, known));
    const best = before ? earlier(target, before) : byName(target, sources);
    if (best) found.set(target.name, best);
  }
  return found;
}

function earlier(target: Target, { value, flows }: EarlierMapping): Suggestion {
  const named = flows.length === 1 ? `as in ${flows[0]}` : `as in ${flows.length} flows`;
  return { target: target.name, value, score: flows.length > 1 ? 0.97 : 0.92, because: named };
}

/** Whether all that it reads is there for this step, too. */
function readable(value: Json, known: ReadonlySet<string>): boolean {
  const sources = expressionsIn(value).map(({ source }) => source);
  const read = sources.flatMap((source) => pathsOf(source));
  return read.length > 0 && read.every((path) => known.has(path.join(".")) || path.length === 0);
}

function byName(target: Target, sources: readonly SourceNode[]): Suggestion | null {
  const ranked = sources
    .map((node) => ({ node, ...likeness(target, node) }))
    .filter((each) => each.score >= 0.6)
    .sort((a, b) => b.score - a.score || a.node.path.length - b.node.path.length);
  const [best, next] = ranked;
  if (!best) return null;
  // two that are as alike: the person chooses, and what stands nearer to the top comes first
  const isClear = next === undefined || next.score < best.score || next.node.path.length > best.node.path.length;
  const meant = meaning(best.node, target);
  const isSure = isClear && meant.kind !== "lines" && !(meant.kind === "table" && target.type === "choice");
  return { target: target.name, value: writeMapped(meant), score: isSure ? best.score : Math.min(best.score, CERTAIN - 0.05), because: best.because };
}

/** As a drawn line would be, and where the types differ, in the likeliest conversion: whoever accepts it sees it. */
function meaning(node: SourceNode, target: Target): Mapped {
  const made = connected(node, target);
  if (made.kind !== "path" || fits(node.seen, target.type)) return made;
  const [way] = conversionsFor(node.seen, target.type);
  return way ? { kind: "converted", path: node.text, by: way.id } : made;
}

function likeness(target: Target, node: SourceNode): { score: number; because: string } {
  const own = wordsOf(node.name);
  const name = wordsOf(target.name);
  const label = wordsOf(target.label);
  const parent = wordsOf(String(node.path.at(-2) ?? ""));
  const isSingle = node.seen.kind === "object" ? target.type === "object" : node.seen.kind !== "list" || LISTS.has(target.type);
  // what stands outside the list is the same for every line of it
  const isOutside = node.text.startsWith("$$.");
  // an object or a list may be meant, and is not the value itself
  const penalty =
    (isSingle ? 0 : 0.2) +
    (isOutside ? 0.1 : 0) +
    (node.lists > 0 && target.type !== "lines" && target.type !== "list" ? 0.3 : 0) +
    (fits(node.seen, target.type) || isSingle ? 0 : 0.05);
  const say = (score: number, because: string) => ({ score: score - penalty, because });
  if (own.join(" ") === name.join(" ")) return say(1, "same name");
  if (own.join(" ") === label.join(" ")) return say(0.97, `same as ${target.label}`);
  if (meaningOf(own) === meaningOf(name) || meaningOf(own) === meaningOf(label)) return say(0.9, `like ${target.label}`);
  const together = meaningOf([...parent, ...own]);
  if (together === meaningOf(name) || together === meaningOf(label)) return say(0.88, `like ${target.label}`);
  // account.name for the customer: the thing is named after its parent
  if (own.join(" ") === "name" && (meaningOf(parent) === meaningOf(name) || meaningOf(parent) === meaningOf(label))) return say(0.7, `like ${target.label}`);
  return { score: 0, because: "" };
}
