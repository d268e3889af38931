"use client";

/** What is opened now and then comes when the canvas is drawn, or when it is opened before that. */
import type { ComponentProps } from "react";
import { useEarlyKeys } from "#components/ui/early-keys.ts";
import { later } from "#components/ui/later.tsx";
import { ToldAway } from "#components/ui/told-away.tsx";
import { useWasOpen } from "#components/ui/was-open.ts";

/** Whoever opens one and does not get it is told. */
const TOLD = { missing: ToldAway };

const Picker = later(() => import("../step-picker.tsx").then((module) => module.StepPicker), TOLD);
const Publish = later(() => import("./publish-dialog.tsx").then((module) => module.PublishDialog), TOLD);
const Deploy = later(() => import("./deploy-dialog.tsx").then((module) => module.DeployDialog), TOLD);
const Backtest = later(() => import("./backtest-dialog.tsx").then((module) => module.BacktestDialog), TOLD);
const Conflict = later(() => import("../conflict-dialog.tsx").then((module) => module.ConflictDialog), TOLD);
const Commands = later(() => import("../commands/command-palette.tsx").then((module) => module.CommandPalette), TOLD);
const Send = later(() => import("./send-dialog.tsx").then((module) => module.SendDialog), TOLD);
const Keys = later(() => import("../commands/keys-dialog.tsx").then((module) => module.DesignerKeysDialog), TOLD);
const Import = later(() => import("./import-dialog.tsx").then((module) => module.ImportDialog), TOLD);
const Sample = later(() => import("./sample-dialog.tsx").then((module) => module.SampleDialog), TOLD);
const Capture = later(() => import("./capture-dialog.tsx").then((module) => module.CaptureDialog), TOLD);

export const ContinuationDialog = later(() => import("../continuation-dialog.tsx").then((module) => module.ContinuationDialog), TOLD);
/** Asked for by an address, so it is there as long as that says so. */
export const RestoreDialog = later(() => import("./restore-dialog.tsx").then((module) => module.RestoreDialog), TOLD);
export const TemplateStarts = later(() => import("../template-starts.tsx").then((module) => module.TemplateStarts), { waits: true });

export function StepPicker(props: Omit<ComponentProps<typeof Picker>, "early">) {
  const isOpen = props.request !== null;
  const early = useEarlyKeys(isOpen, props.onClose);
  return useWasOpen(isOpen) && <Picker {...props} early={early} />;
}
export function PublishDialog(props: ComponentProps<typeof Publish>) {
  return useWasOpen(props.open) && <Publish {...props} />;
}
export function DeployDialog(props: ComponentProps<typeof Deploy>) {
  return useWasOpen(props.open) && <Deploy {...props} />;
}
export function BacktestDialog(props: ComponentProps<typeof Backtest>) {
  return useWasOpen(props.open) && <Backtest {...props} />;
}
export function ConflictDialog(props: ComponentProps<typeof Conflict>) {
  return useWasOpen(props.open) && <Conflict {...props} />;
}
export function CommandPalette(props: Omit<ComponentProps<typeof Commands>, "early">) {
  const early = useEarlyKeys(props.open, props.onClose);
  return useWasOpen(props.open) && <Commands {...props} early={early} />;
}
export function SendDialog(props: ComponentProps<typeof Send>) {
  return useWasOpen(props.sending.asked !== null) && <Send {...props} />;
}
export function DesignerKeysDialog(props: ComponentProps<typeof Keys>) {
  return useWasOpen(props.open) && <Keys {...props} />;
}
export function ImportDialog(props: ComponentProps<typeof Import>) {
  return useWasOpen(props.open) && <Import {...props} />;
}
export function SampleDialog(props: ComponentProps<typeof Sample>) {
  return useWasOpen(props.start !== null) && <Sample {...props} />;
}
export function CaptureDialog(props: ComponentProps<typeof Capture>) {
  return useWasOpen(props.open) && <Capture {...props} />;
}
