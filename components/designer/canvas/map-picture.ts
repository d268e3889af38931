/** The map of the flow: every step as a box, in as few shapes as there are colours, and the part that is seen. Pure. */
import type { Box } from "./route.ts";

export type MapMark = "plain" | "chosen" | "note";
export type MapBox = Box & { mark: MapMark };
export type MapPicture = { /** null: there is nothing on the canvas */ bounds: Box | null; paths: Record<MapMark, string> };
export type MapFrame = { x: number; y: number; width: number; height: number /** px of the flow for one of the map */; scale: number };

/** Frames stay out of the map: it shows what stands on the canvas. */
export function mapBoxes(shapes: ReadonlyMap<string, { box: Box }>, notes: readonly (Box & { isChosen: boolean })[], chosen: readonly string[]): MapBox[] {
  const steps = [...shapes].map(([id, { box }]): MapBox => ({ ...box, mark: chosen.includes(id) ? "chosen" : "plain" }));
  return [...notes.map(({ isChosen, ...box }): MapBox => ({ ...box, mark: isChosen ? "chosen" : "note" })), ...steps];
}

type Size = { width: number; height: number };

/** px of the map around what it shows */
const MARGIN = 4;

export function mapPicture(boxes: readonly MapBox[]): MapPicture {
  const paths: Record<MapMark, string> = { plain: "", chosen: "", note: "" };
  let bounds: Box | null = null;
  for (const box of boxes) {
    paths[box.mark] += `M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`;
    bounds = bounds ? around(bounds, box) : { x: box.x, y: box.y, width: box.width, height: box.height };
  }
  return { bounds, paths };
}

/** What part of the flow the map shows: all of it, and what is seen now, also beside it. */
export function mapFrame(bounds: Box | null, seen: Box, size: Size): MapFrame {
  const all = bounds ? around(bounds, seen) : seen;
  const scale = Math.max(all.width / (size.width - 2 * MARGIN), all.height / (size.height - 2 * MARGIN));
  const [width, height] = [size.width * scale, size.height * scale];
  return { x: all.x - (width - all.width) / 2, y: all.y - (height - all.height) / 2, width, height, scale };
}

/** The part of the flow that the window shows. */
export function seenPart([x, y, zoom]: readonly [number, number, number], size: Size): Box {
  return { x: -x / zoom, y: -y / zoom, width: size.width / zoom, height: size.height / zoom };
}

/** The least box that holds both. */
export function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
