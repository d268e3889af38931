import { useMemo } from "react";
import { geometryOf } from "#components/designer/canvas/geometry.ts";
import type { FlowDocument } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { findFace } from "#flow/steps/faces.ts";
import { pathOf } from "#components/designer/canvas/line.ts";

const MARGIN = 12;
/** a short flow is not drawn larger than on the canvas, px of it */
const LEAST_WIDTH = 420;

/** A flow as it is drawn, small: the same boxes and lines as on the canvas. `most`: of a long flow its beginning, so many pixels of the canvas high. */
export function GraphPicture({ document, most = Number.POSITIVE_INFINITY, className }: { document: FlowDocument; most?: number; className?: string }) {
  const { shapes, lines, view } = useMemo(() => {
    const geometry = geometryOf(document, document.layout ?? {});
    const boxes = [...geometry.shapes.values()].map((shape) => shape.box);
    const points = geometry.lines.flatMap((line) => line.points);
    const [left, top] = [
      Math.min(...boxes.map((box) => box.x), ...points.map(([x]) => x)),
      Math.min(...boxes.map((box) => box.y), ...points.map(([, y]) => y)),
    ];
    const right = Math.max(...boxes.map((box) => box.x + box.width), ...points.map(([x]) => x));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height), ...points.map(([, y]) => y));
    const width = right - left + MARGIN * 2;
    const aside = Math.max(0, LEAST_WIDTH - width) / 2;
    return { ...geometry, view: [left - MARGIN - aside, top - MARGIN, width + aside * 2, Math.min(most, bottom - top + MARGIN * 2)].join(" ") };
  }, [document, most]);
  if (document.steps.length === 0) return null;
  return (
    <svg viewBox={view} preserveAspectRatio="xMidYMid meet" role="img" aria-label={`The steps of ${document.flow.name}`} className={className}>
      {lines.map((line) => (
        <path key={line.key} d={pathOf(line)} fill="none" stroke="var(--edge)" strokeWidth={2} />
      ))}
      {document.steps.map((step) => {
        const shape = shapes.get(step.id);
        if (!shape) return null;
        const { x, y, width, height } = shape.box;
        const category = findFace(step.type)?.category ?? "http";
        const isStop = step.type === "stop";
        return (
          <g key={step.id} transform={`translate(${x} ${y})`}>
            <rect width={width} height={height} rx={isStop ? height / 2 : 10} fill="var(--surface)" stroke="var(--line-strong)" strokeWidth={1.5} />
            {!isStop && <rect x={12} y={height / 2 - 15} width={30} height={30} rx={7} fill={`var(--c-${category})`} />}
            <text
              x={isStop ? width / 2 : 54}
              y={height / 2 + 5}
              textAnchor={isStop ? "middle" : "start"}
              fontSize={isStop ? 13 : 15}
              fontWeight={600}
              fill="var(--ink)"
            >
              {shortened(stepName(step), isStop ? 18 : 20)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}
