import { expect, test } from "vitest";
import { createBindings, holderOf, keysOf } from "./bindings.ts";
import { commands } from "./index.ts";
import { isSingle, keptBy, keyNames, keyWords } from "./keys.ts";

const press = (key: string, rest: Partial<KeyboardEvent> = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...rest,
});

test("every command has an id of its own, and no key means two of them", () => {
  const ids = commands.map((command) => command.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const keys = commands.flatMap((command) => command.keys ?? []);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(commands.flatMap((command) => (command.isFixed ? [] : (command.keys ?? []))).filter((key) => keptBy(key) !== null)).toEqual([]);
});

test("a key is called the same on every keyboard", () => {
  expect(keyNames(press("z", { ctrlKey: true }))).toEqual(["mod+z"]);
  expect(keyNames(press("Z", { metaKey: true, shiftKey: true }))).toEqual(["mod+shift+z"]);
  expect(keyNames(press("?", { code: "Slash", shiftKey: true }))).toEqual(["?"]);
  // Shift with 1: a sign on most keyboards
  expect(keyNames(press("!", { code: "Digit1", shiftKey: true }))).toEqual(["!", "shift+1"]);
  // a German slash is Shift with 7, a Cyrillic Z is where ours is, and Alt writes signs on a Mac
  expect(keyNames(press("/", { code: "Digit7", shiftKey: true }))).toContain("/");
  expect(keyNames(press("я", { code: "KeyZ", ctrlKey: true }))).toContain("mod+z");
  expect(keyNames(press("å", { code: "KeyA", altKey: true }))).toContain("alt+a");
  expect(keyNames(press("Shift", { shiftKey: true }))).toEqual([]);
  expect(keyNames(press("@", { ctrlKey: true, altKey: true, getModifierState: () => true }))).toEqual([]);
});

test("keys are written as they stand on the keyboard", () => {
  expect(["mod+shift+z", "+", "arrowup", "shift+l"].map((key) => keyWords(key, false))).toEqual(["Ctrl Shift Z", "+", "↑", "Shift L"]);
  expect(keyWords("mod+shift+z", true)).toBe("⇧⌘Z");
  expect(["m", "shift+l", "mod+z", "delete"].map(isSingle)).toEqual([true, true, false, false]);
});

test("a person's own keys are kept under their name, and are told apart from ours", () => {
  const held = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
  const tidy = commands.find((command) => command.id === "arrange.tidy");
  if (!tidy) throw new Error("no tidy");
  const mine = createBindings("hanna", shelf);
  expect(keysOf(tidy, mine.get())).toEqual(["shift+l"]);
  expect(holderOf(commands, mine.get(), { key: "mod+d", command: tidy.id })?.id).toBe("edit.duplicate");
  mine.choose(tidy.id, ["y"]);
  expect(keysOf(tidy, createBindings("hanna", shelf).get())).toEqual(["y"]);
  expect(keysOf(tidy, createBindings("priya", shelf).get())).toEqual(["shift+l"]);
  expect(holderOf(commands, mine.get(), { key: "shift+l", command: "edit.copy" })).toBeUndefined();
  mine.choose(tidy.id, null);
  expect(held.size).toBe(0);
  held.set("throughline:designer-keys:hanna", "[1");
  expect(createBindings("hanna", shelf).get()).toEqual({});
});
