"use client";

import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { type MapBox, type MapMark, mapFrame, mapPicture, seenPart } from "./map-picture.ts";
import styles from "./mini-map.module.css";

const SIZE = { width: 150, height: 98 };
const ZOOM_STEP = 1.2;

/**
 * The whole flow, small. The library's own map keeps an element for each step and works through all of them whenever the canvas moves;
 * this one is a shape for each colour, and while the canvas moves only the frame around what is seen is set anew.
 */
export function MiniMap({ boxes: newest }: { boxes: readonly MapBox[] }) {
  "use memo";
  // the canvas comes first
  const boxes = useDeferredValue(newest);
  const api = useStoreApi();
  const view = useReactFlow();
  const svg = useRef<SVGSVGElement>(null);
  const mask = useRef<SVGPathElement>(null);
  const { bounds, paths } = useMemo(() => mapPicture(boxes), [boxes]);

  useLayoutEffect(() => {
    let shown: unknown = null;
    const show = () => {
      const { transform, width, height } = api.getState();
      if (shown === transform || width === 0) return;
      shown = transform;
      const seen = seenPart(transform, { width, height });
      const frame = mapFrame(bounds, seen, SIZE);
      svg.current?.setAttribute("viewBox", `${frame.x} ${frame.y} ${frame.width} ${frame.height}`);
      // its own edge lies outside: the line is for what is seen
      const all = `M${frame.x - frame.width} ${frame.y - frame.height}h${frame.width * 3}v${frame.height * 3}h${-frame.width * 3}z`;
      mask.current?.setAttribute("d", `${all}M${seen.x} ${seen.y}h${seen.width}v${seen.height}h${-seen.width}z`);
    };
    show();
    return api.subscribe((now, before) => {
      if (now.width !== before.width || now.height !== before.height) shown = null;
      show();
    });
  }, [api, bounds]);

  useEffect(() => {
    const element = svg.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const zoom = view.getZoom() * ZOOM_STEP ** Math.sign(-event.deltaY);
      goTo(event, zoom);
    };
    // a listener by attribute may not keep the page from scrolling
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  });

  /** The place that was pointed at comes into the middle. */
  function goTo(point: { clientX: number; clientY: number }, zoom: number): void {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return;
    const { transform, width, height } = api.getState();
    const frame = mapFrame(bounds, seenPart(transform, { width, height }), SIZE);
    void view.setCenter(frame.x + (point.clientX - box.left) * frame.scale, frame.y + (point.clientY - box.top) * frame.scale, { zoom });
  }

  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    // a step that is dragged across it is no wish to go there
    if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event, view.getZoom());
  };

  return (
    <div className={styles.map}>
      <svg ref={svg} role="img" aria-label="Map of the flow" {...SIZE} onPointerDown={onPointer} onPointerMove={onPointer}>
        {MARKS.map((mark) => (
          <path key={mark} d={paths[mark]} data-mark={mark} />
        ))}
        <path ref={mask} fillRule="evenodd" className={styles.mask} />
      </svg>
    </div>
  );
}

const MARKS: readonly MapMark[] = ["note", "plain", "chosen"];
