import { expect, test, vi } from "vitest";
import { isId, newId } from "./ids.ts";

test("ids are UUIDs of version 7 with the time of their making, all different, and ascend", () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual([...ids].sort());
  for (const id of [ids[0], ids.at(-1)]) {
    expect(isId(id ?? "")).toBe(true);
    expect(id?.[14]).toBe("7");
    expect("89ab").toContain(id?.[19]);
    const at = Number.parseInt((id ?? "").replaceAll("-", "").slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  }
});

test("a clock that is set back makes no id that comes before an earlier one", () => {
  const earlier = newId();
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() - 3_600_000);
  const later = newId();
  clock.mockRestore();
  expect(later > earlier).toBe(true);
});
