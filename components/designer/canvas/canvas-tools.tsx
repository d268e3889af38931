"use client";

import { type FitViewOptions, useReactFlow, useStore } from "@xyflow/react";
import { Activity, Hand, Maximize, Minus, MousePointer2, Network, Plus, StickyNote } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useKeyWords } from "../commands/key-hints.tsx";
import { useDesigner } from "../context.tsx";
import { gliding } from "./gliding.ts";
import type { MapBox } from "./map-picture.ts";
import { MiniMap } from "./mini-map.tsx";
import styles from "./canvas.module.css";

export type Tool = "select" | "pan";
/** How the whole flow is shown: where there is room, the tools and the map keep the left edge to themselves. */
export function fitOptions(): Required<Pick<FitViewOptions, "padding" | "maxZoom" | "minZoom">> {
  const left = window.innerWidth < 768 ? "16px" : "176px";
  return { padding: { top: "24px", right: window.innerWidth < 768 ? "16px" : "48px", bottom: "40px", left }, maxZoom: 1, minZoom: 0.25 };
}

/** Select, pan and tidy at the top; minimap and zoom at the bottom. */
export function CanvasTools({
  tool,
  onTool,
  onTidy,
  isOverlaid,
  map,
}: {
  tool: Tool;
  onTool: (tool: Tool) => void;
  onTidy: () => void;
  /** it is shown where runs stand; absent where that is nobody's question */
  isOverlaid?: boolean | undefined;
  map: readonly MapBox[];
}) {
  "use memo";
  const { canEdit, runCommand } = useDesigner();
  const keyOf = useKeyWords();
  return (
    <>
      <span tabIndex={-1} data-after-steps aria-hidden />
      <div role="toolbar" aria-label="Canvas tools" aria-orientation="vertical" className={cx(styles.float, styles.tools)}>
        <IconButton label="Select" shortcut={keyOf("view.select")} isOn={tool === "select"} aria-pressed={tool === "select"} onClick={() => onTool("select")}>
          <MousePointer2 size={16} aria-hidden />
        </IconButton>
        <IconButton label="Move the canvas" shortcut="Space" isOn={tool === "pan"} aria-pressed={tool === "pan"} onClick={() => onTool("pan")}>
          <Hand size={16} aria-hidden />
        </IconButton>
        <IconButton label="Add a note" shortcut={keyOf("annotate.note")} disabled={!canEdit} onClick={() => runCommand("annotate.note")}>
          <StickyNote size={16} aria-hidden />
        </IconButton>
        <IconButton label="Tidy the layout" shortcut={keyOf("arrange.tidy")} disabled={!canEdit} onClick={onTidy}>
          <Network size={16} aria-hidden />
        </IconButton>
        {isOverlaid !== undefined && (
          <IconButton
            label="Show where runs stand"
            shortcut={keyOf("view.overlay")}
            isOn={isOverlaid}
            aria-pressed={isOverlaid}
            onClick={() => runCommand("view.overlay")}
          >
            <Activity size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      <MiniMap boxes={map} />
      <ZoomTools />
    </>
  );
}

function ZoomTools() {
  "use memo";
  const view = useReactFlow();
  const { runCommand } = useDesigner();
  const keyOf = useKeyWords();
  const zoom = useStore((state) => state.transform[2]);
  return (
    <div role="toolbar" aria-label="Zoom" className={cx(styles.float, styles.zoom)}>
      <IconButton label="Zoom out" shortcut={keyOf("view.out")} size="sm" disabled={zoom <= 0.26} onClick={() => void view.zoomOut(gliding(140))}>
        <Minus size={14} aria-hidden />
      </IconButton>
      <Tooltip text="Zoom to 100 %" shortcut={keyOf("view.actual")}>
        <button
          type="button"
          aria-label={`Zoom is ${Math.round(zoom * 100)} %, set it to 100 %`}
          className={styles.percent}
          onClick={() => void view.zoomTo(1, gliding(140))}
        >
          {Math.round(zoom * 100)}%
        </button>
      </Tooltip>
      <IconButton label="Zoom in" shortcut={keyOf("view.in")} size="sm" disabled={zoom >= 1.99} onClick={() => void view.zoomIn(gliding(140))}>
        <Plus size={14} aria-hidden />
      </IconButton>
      <span className={styles.rule} />
      <IconButton label="Show the whole flow" shortcut={keyOf("view.fit")} size="sm" onClick={() => runCommand("view.fit")}>
        <Maximize size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
