/**
 * What code finds around it: the run's clock, chance that is repeatable, a console that is kept. Everything that would tell one
 * execution from the next is taken away, so that running it again after a crash gives the same bytes.
 */
import { SANDBOX } from "./messages.ts";

/** JavaScript that prepares a fresh interpreter and gives the functions the host uses, kept out of reach of the code. */
export function prelude(q: { now: number; seed: number }): string {
  return `(function () {
  "use strict";
  const now = ${Number(q.now)};
  const Real = Date;
  const Fixed = function Date(...parts) {
    if (!new.target) return new Real(now).toString();
    return Reflect.construct(Real, parts.length === 0 ? [now] : parts, new.target);
  };
  Fixed.prototype = Real.prototype;
  Fixed.prototype.constructor = Fixed;
  Fixed.now = () => now;
  Fixed.parse = Real.parse;
  Fixed.UTC = Real.UTC;
  let state = ${Number(q.seed)} | 0;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const log = [];
  const { stringify, parse } = JSON;
  const text = String;
  const written = (value) => (typeof value === "string" ? value : (stringify(value) ?? text(value)));
  const say = (...values) => {
    if (log.length < ${SANDBOX.logLines}) log.push(values.map(written).join(" ").slice(0, ${SANDBOX.logCharacters}));
  };
  globalThis.Date = Fixed;
  globalThis.console = { log: say, info: say, warn: say, error: say, debug: say };
  for (const name of ["performance", "WeakRef", "FinalizationRegistry", "SharedArrayBuffer", "Atomics", "navigator", "print", "std", "os"]) delete globalThis[name];
  return { input: parse, output: (value) => stringify(value === undefined ? null : value) ?? "null", log: () => stringify(log) };
})()`;
}
