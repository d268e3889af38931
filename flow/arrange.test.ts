import { expect, test } from "vitest";
import { align, distribute, type Placed } from "./arrange.ts";

const box = (id: string, x: number, y: number, width = 228, height = 62): Placed => ({ id, at: [x, y], width, height });

/*
 *   a at 0,0        b at 400,100        pill at 820,300
 */
const boxes = [box("a", 0, 0), box("b", 400, 100), box("pill", 820, 300, 148, 28)];

test("steps line up along the sides of the frame around them", () => {
  expect(align(boxes, "left")).toEqual({ a: [0, 0], b: [0, 100], pill: [0, 300] });
  expect(align(boxes, "right")).toEqual({ a: [740, 0], b: [740, 100], pill: [820, 300] });
  expect(align(boxes, "top")).toEqual({ a: [0, 0], b: [400, 0], pill: [820, 0] });
  expect(align(boxes, "bottom")).toEqual({ a: [0, 266], b: [400, 266], pill: [820, 300] });
});

test("middles are in one line, and the steps stay on the grid", () => {
  const across = align(boxes, "centre");
  expect(across).toEqual({ a: [380, 0], b: [380, 100], pill: [420, 300] });
  const down = align(boxes, "middle");
  expect(new Set(boxes.map((each) => (down[each.id]?.[1] ?? 0) + each.height / 2)).size).toBe(1);
});

test("gaps become equal while the outermost steps stay, whatever their order in the flow", () => {
  const given = [box("c", 900, 0), box("a", 0, 0), box("b", 240, 40)];
  expect(distribute(given, "across")).toEqual({ a: [0, 0], b: [450, 40], c: [900, 0] });
  expect(distribute(boxes, "down")).toEqual({ a: [0, 0], b: [400, 150], pill: [820, 300] });
  expect(distribute(given.slice(0, 2), "across")).toEqual({});
});
