"use client";

import { Spline } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { later } from "#components/ui/later.tsx";
import { ToldAway } from "#components/ui/told-away.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import { isMapperKey, takeAsked } from "./asked.ts";
import type { MapperDialogProps } from "./mapper-dialog.tsx";

const MapperDialog = later(() => import("./mapper-dialog.tsx").then((module) => module.MapperDialog), { missing: ToldAway });

/** Opens the mapper beside the setting that it maps; Alt M from anywhere on the page does the same. */
export function MapperButton(q: Omit<MapperDialogProps, "onClose"> & { isReady: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const { isReady, ...dialog } = q;
  const { id } = usePanel().step;
  useEffect(() => {
    if (!isReady) return;
    if (takeAsked(id)) setOpen(true);
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isMapperKey(event)) return;
      event.preventDefault();
      takeAsked(id);
      setOpen(true);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isReady, id]);
  return (
    <>
      <Button size="sm" icon={<Spline size={14} aria-hidden />} disabled={!isReady} aria-keyshortcuts="Alt+M" title="Alt M" onClick={() => setOpen(true)}>
        Map visually
      </Button>
      {isOpen && <MapperDialog {...dialog} onClose={() => setOpen(false)} />}
    </>
  );
}
