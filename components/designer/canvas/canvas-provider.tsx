"use client";

import { ReactFlowProvider } from "@xyflow/react";
import type { ReactNode } from "react";
import { FarProvider } from "./zoom-level.tsx";

/** What the canvas and those who ask something of it stand on. */
export function CanvasProvider({ children }: { children: ReactNode }) {
  return (
    <ReactFlowProvider>
      <FarProvider>{children}</FarProvider>
    </ReactFlowProvider>
  );
}
