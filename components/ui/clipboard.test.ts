import { afterEach, expect, test, vi } from "vitest";
import { fromClipboard, toClipboard } from "./clipboard.ts";

afterEach(() => vi.unstubAllGlobals());

test("a browser that has no clipboard for this page, or that keeps it to itself, is no error", async () => {
  vi.stubGlobal("navigator", {});
  expect([await toClipboard("x"), await fromClipboard()]).toEqual([false, null]);
  const refuse = () => Promise.reject(new DOMException("Write permission denied.", "NotAllowedError"));
  vi.stubGlobal("navigator", { clipboard: { writeText: refuse, readText: refuse } });
  expect([await toClipboard("x"), await fromClipboard()]).toEqual([false, null]);
});

test("what was copied can be read", async () => {
  let held = "";
  const writeText = async (text: string) => {
    held = text;
  };
  vi.stubGlobal("navigator", { clipboard: { writeText, readText: async () => held } });
  expect([await toClipboard("x"), await fromClipboard()]).toEqual([true, "x"]);
});
