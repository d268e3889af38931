/** A path on its way from the data to a setting, by mouse. */
import type { DragEvent } from "react";

export const PATH_TYPE = "application/x-throughline-path";

export function startPathDrag(event: DragEvent, path: string): void {
  event.dataTransfer.setData(PATH_TYPE, path);
  event.dataTransfer.setData("text/plain", path);
  event.dataTransfer.effectAllowed = "copy";
}

export function isPathDrag(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(PATH_TYPE);
}

export function draggedPath(event: DragEvent): string {
  return event.dataTransfer.getData(PATH_TYPE);
}
