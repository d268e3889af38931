import { describe, expect, test } from "vitest";
import { mapFrame, mapPicture, seenPart } from "./map-picture.ts";

const SIZE = { width: 158, height: 108 };

describe("the map of a flow", () => {
  test("holds every box, in one shape for each colour", () => {
    const { bounds, paths } = mapPicture([
      { x: 0, y: 0, width: 228, height: 62, mark: "plain" },
      { x: 300, y: 200, width: 228, height: 62, mark: "chosen" },
      { x: -100, y: 40, width: 200, height: 80, mark: "note" },
    ]);
    expect(bounds).toEqual({ x: -100, y: 0, width: 628, height: 262 });
    expect(paths).toEqual({ plain: "M0 0h228v62h-228z", chosen: "M300 200h228v62h-228z", note: "M-100 40h200v80h-200z" });
  });

  test("shows the whole flow in its middle, with a margin", () => {
    const frame = mapFrame({ x: 0, y: 0, width: 1_500, height: 500 }, { x: 100, y: 100, width: 300, height: 200 }, SIZE);
    expect(frame.scale).toBe(10);
    expect(frame).toMatchObject({ x: -40, width: 1_580, y: 250 - 540, height: 1_080 });
  });

  test("grows by what is seen beside the flow", () => {
    const frame = mapFrame({ x: 0, y: 0, width: 100, height: 100 }, { x: 1_000, y: 0, width: 500, height: 100 }, SIZE);
    expect(frame.scale).toBe(10);
  });

  test("an empty canvas shows what is seen", () => {
    expect(mapPicture([]).bounds).toBeNull();
    expect(mapFrame(null, { x: 5, y: 5, width: 150, height: 100 }, SIZE)).toMatchObject({ scale: 1, x: 1, y: 1 });
  });

  test("what is seen follows the viewport", () => {
    expect(seenPart([100, -50, 0.5], { width: 1_000, height: 800 })).toEqual({ x: -200, y: 100, width: 2_000, height: 1_600 });
  });
});
