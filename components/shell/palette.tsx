"use client";

import { useEffect, useState } from "react";
import { useEarlyKeys } from "#components/ui/early-keys.ts";
import { later } from "#components/ui/later.tsx";
import { ToldAway } from "#components/ui/told-away.tsx";
import { useWasOpen } from "#components/ui/was-open.ts";
import { onDoor } from "./palette-door.ts";

const PaletteDialog = later(() => import("./palette-dialog.tsx").then((module) => module.PaletteDialog), { missing: ToldAway });
const KeysDialog = later(() => import("./keys-dialog.tsx").then((module) => module.KeysDialog), { missing: ToldAway });

/** The palette of the whole product. */
export function Palette() {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const early = useEarlyKeys(open, close);
  useEffect(() => onDoor("palette", () => setOpen(true)), []);
  return useWasOpen(open) && <PaletteDialog open={open} onClose={close} early={early} />;
}

/** Every key, on `?`. */
export function Keys() {
  const [open, setOpen] = useState(false);
  useEffect(() => onDoor("keys", () => setOpen(true)), []);
  return useWasOpen(open) && <KeysDialog open={open} onOpenChange={setOpen} />;
}
