import { expect, test } from "vitest";
import { createSeen, overlaps } from "./seen.ts";

const at = (x: number, y: number, size = 1_000) => ({ x, y, width: size, height: size });

test("the part that is held stays while what is seen lies in it, and moves with what does not", () => {
  const partOf = createSeen();
  const first = partOf(at(0, 0));
  expect(overlaps(first, at(1_900, 1_900))).toBe(true);
  expect(partOf(at(900, -900))).toBe(first);
  const next = partOf(at(1_500, 0));
  expect(next).not.toBe(first);
  expect(next.x).toBeGreaterThan(0);
  // and what is seen there has as much around it as before
  expect(partOf(at(2_400, 900))).toBe(next);
});

test("coming nearer gives up what is no longer needed", () => {
  const partOf = createSeen();
  const far = partOf(at(0, 0, 8_000));
  expect(partOf(at(2_000, 2_000, 6_000))).toBe(far);
  const near = partOf(at(3_000, 3_000));
  expect(near.width).toBeLessThan(far.width / 2);
});
