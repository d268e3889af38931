/** What is wrong with an expression while it is written, where, and the change that would set it right. */
import type { Shape } from "../shape.ts";
import { syntaxProblem } from "./inspect.ts";
import { isBound } from "./named.ts";
import { nearestName } from "./nearest.ts";
import { quotedName } from "./path.ts";
import { FUNCTIONS } from "./reference/all.ts";
import type { Token } from "./tokens.ts";
import { tokensOf } from "./tokens.ts";

export type Fix = { label: string; from: number; to: number; insert: string };
export type Mistake = { from: number; to: number; message: string; fix: Fix | null };

export function mistakesIn(source: string, scope: Shape): Mistake[] {
  if (source.trim() === "") return [];
  const tokens = tokensOf(source).filter((token) => token.kind !== "comment" || token.isOpen);
  const whole = braced(tokens, source);
  if (whole.length > 0) return whole;
  const told = [...foreignOperators(tokens), ...unclosed(tokens, source), ...functionsOf(tokens), ...variablesOf(tokens), ...stepsOf(tokens, scope)].sort(
    (a, b) => a.from - b.from,
  );
  if (told.length > 0) return told;
  const problem = syntaxProblem(source);
  if (!problem) return [];
  const from = Math.min(Math.max(problem.position - 1, 0), Math.max(source.length - 1, 0));
  return [{ from, to: Math.min(from + 1, source.length), message: problem.message, fix: null }];
}

/** Signs that other languages use. */
const FOREIGN: { signs: string[]; instead: string; message: string }[] = [
  { signs: ["=", "=", "="], instead: "=", message: "Equal is written with one sign: =." },
  { signs: ["=", "="], instead: "=", message: "Equal is written with one sign: =." },
  { signs: ["!=", "="], instead: "!=", message: "Not equal is written !=." },
  { signs: ["&", "&"], instead: "and", message: "Both conditions are joined by the word and." },
  { signs: ["?", "."], instead: ".", message: "A path goes on where something is missing: the full stop alone does that." },
  { signs: ["|", "|"], instead: "or", message: "One of two conditions is written with the word or." },
];

function foreignOperators(tokens: readonly Token[]): Mistake[] {
  const found: Mistake[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const match = FOREIGN.find(({ signs }) => signs.every((sign, index) => tokens[at + index]?.text === sign && isTouching(tokens, at, index)));
    const first = tokens[at];
    const last = match && tokens[at + match.signs.length - 1];
    if (!match || !first || !last) continue;
    const { from } = first;
    const { to } = last;
    found.push({ from, to, message: match.message, fix: { label: `Write ${match.instead}`, from, to, insert: match.instead } });
    at += match.signs.length - 1;
  }
  return found;
}

function isTouching(tokens: readonly Token[], at: number, index: number): boolean {
  return tokens[at + index]?.kind === "operator" && (index === 0 || tokens[at + index - 1]?.to === tokens[at + index]?.from);
}

const PAIRS: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** Quotes and brackets that are not closed, or closed without being open. */
function unclosed(tokens: readonly Token[], source: string): Mistake[] {
  const end = source.trimEnd().length;
  const last = tokens.at(-1);
  if (last?.isOpen) {
    const close = last.kind === "comment" ? "*/" : last.text.charAt(0);
    const what = { text: "text", "quoted-name": "name", pattern: "pattern", comment: "comment" }[String(last.kind)] ?? "text";
    return [
      {
        from: last.from,
        to: last.to,
        message: `This ${what} is not closed: ${close} is missing.`,
        fix: { label: `Add ${close}`, from: end, to: end, insert: close },
      },
    ];
  }
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== "operator") continue;
    if (token.text in PAIRS) open.push(token);
    else if ([")", "]", "}"].includes(token.text)) {
      const opener = open.pop();
      if (opener && PAIRS[opener.text] === token.text) continue;
      const { from, to } = token;
      if (!opener)
        return [{ from, to, message: `Nothing is open that ${token.text} could close.`, fix: { label: `Remove ${token.text}`, from, to, insert: "" } }];
      const close = PAIRS[opener.text] ?? "";
      return [
        {
          from,
          to,
          message: `${opener.text} is closed by ${close}, and here stands ${token.text}.`,
          fix: { label: `Write ${close}`, from, to, insert: close },
        },
      ];
    }
  }
  const opener = open.at(-1);
  if (!opener) return [];
  const closers = open
    .map((token) => PAIRS[token.text] ?? "")
    .toReversed()
    .join("");
  return [
    {
      from: opener.from,
      to: opener.to,
      message: `${opener.text} is not closed: ${PAIRS[opener.text]} is missing.`,
      fix: { label: `Add ${closers}`, from: end, to: end, insert: closers },
    },
  ];
}

function functionsOf(tokens: readonly Token[]): Mistake[] {
  const own = new Set(tokens.filter((token, at) => token.kind === "variable" && isBound(tokens, at)).map((token) => token.text));
  return tokens.flatMap((token, at): Mistake[] => {
    if (tokens[at + 1]?.text !== "(") return [];
    const { from, to, text } = token;
    if (token.kind === "variable" && text.length > 1 && text !== "$$" && !FUNCTIONS.has(text) && !own.has(text)) {
      if (text === "$eval") return [{ from, to, message: "$eval is not available: an expression must not run text that comes from outside.", fix: null }];
      const meant = nearestName(text, [...FUNCTIONS.keys(), ...own]);
      return [{ from, to, message: `There is no function ${text}.`, fix: meant === null ? null : { label: `Write ${meant}`, from, to, insert: meant } }];
    }
    // `and (`, `or (`, `in (` and `function (` are the language's own
    if (token.kind !== "name" || ["and", "or", "in", "function"].includes(text) || tokens[at - 1]?.text === ".") return [];
    const meant = FUNCTIONS.has(`$${text}`) ? `$${text}` : nearestName(`$${text}`, FUNCTIONS.keys());
    return [
      {
        from,
        to,
        message: meant === null ? `There is no function ${text}; functions begin with $.` : `A function begins with $: ${meant}.`,
        fix: meant === null ? null : { label: `Write ${meant}`, from, to, insert: meant },
      },
    ];
  });
}

/** Names of other tools for what is called otherwise here. */
const ELSEWHERE: Record<string, { instead: string; about: string }> = {
  $json: { instead: "trigger", about: "What came in is trigger; what a step gave is steps.<id>." },
  $node: { instead: "steps", about: "What a step gave is steps.<id>." },
  $input: { instead: "trigger", about: "What came in is trigger; what a step gave is steps.<id>." },
  $env: { instead: "vars", about: "Variables of the environment are vars.<name>." },
  $vars: { instead: "vars", about: "Variables of the environment are vars.<name>." },
};

/** A name that nothing gave: its value would be nothing, without a word. */
function variablesOf(tokens: readonly Token[]): Mistake[] {
  const own = new Set(tokens.filter((token, at) => token.kind === "variable" && isBound(tokens, at)).map((token) => token.text));
  return tokens.flatMap((token, at): Mistake[] => {
    const { kind, text, from, to } = token;
    if (kind !== "variable" || text === "$" || text === "$$" || own.has(text) || FUNCTIONS.has(text) || tokens[at + 1]?.text === "(") return [];
    const elsewhere = ELSEWHERE[text];
    const meant = elsewhere?.instead ?? nearestName(text, [...own, ...FUNCTIONS.keys()]);
    return [
      {
        from,
        to,
        message: `Nothing is called ${text} here. ${elsewhere?.about ?? ""}`.trimEnd(),
        fix: meant === null ? null : { label: `Write ${meant}`, from, to, insert: meant },
      },
    ];
  });
}

/** `{{ … }}` around the whole, as templates are written elsewhere. */
function braced(tokens: readonly Token[], source: string): Mistake[] {
  const [a, b] = tokens;
  const [y, z] = tokens.slice(-2);
  if (!a || !b || !y || !z || tokens.length < 5) return [];
  if (a.text !== "{" || b.text !== "{" || y.text !== "}" || z.text !== "}" || a.to !== b.from || y.to !== z.from) return [];
  const insert = source.slice(b.to, y.from).trim();
  return [{ from: a.from, to: z.to, message: "An expression stands without {{ and }}.", fix: { label: "Remove {{ }}", from: a.from, to: z.to, insert } }];
}

/** `steps.<id>` of a step that does not come before this one. */
function stepsOf(tokens: readonly Token[], scope: Shape): Mistake[] {
  const steps = scope.kind === "object" ? scope.fields.steps : undefined;
  if (steps?.kind !== "object") return [];
  const names = Object.keys(steps.fields);
  return tokens.flatMap((token, at): Mistake[] => {
    if (token.text !== "steps" || token.kind !== "name" || tokens[at + 1]?.text !== "." || (tokens[at - 1]?.text === "." && tokens[at - 2]?.text !== "$$"))
      return [];
    const step = tokens[at + 2];
    if (!step || step.isOpen || (step.kind !== "name" && step.kind !== "quoted-name")) return [];
    const id = step.kind === "name" ? step.text : step.text.slice(1, -1);
    if (names.includes(id)) return [];
    const meant = nearestName(id, names);
    const { from, to } = step;
    return [
      {
        from,
        to,
        message: `No step ${id} comes before this one.${names.length === 0 ? "" : ` Those that do: ${names.slice(0, 6).join(", ")}.`}`,
        fix: meant === null ? null : { label: `Write ${meant}`, from, to, insert: quotedName(meant) },
      },
    ];
  });
}
