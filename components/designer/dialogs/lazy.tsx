"use client";

/** What is opened now and then is fetched when it is opened for the first time: the canvas does not wait for it. */
import dynamic from "next/dynamic";
import { type ComponentProps, useState } from "react";
import { useEarlyKeys } from "../commands/early-keys.ts";

const Publish = dynamic(() => import("./publish-dialog.tsx").then((module) => module.PublishDialog), { ssr: false });
const Deploy = dynamic(() => import("./deploy-dialog.tsx").then((module) => module.DeployDialog), { ssr: false });
const Backtest = dynamic(() => import("./backtest-dialog.tsx").then((module) => module.BacktestDialog), { ssr: false });
const Conflict = dynamic(() => import("../conflict-dialog.tsx").then((module) => module.ConflictDialog), { ssr: false });
const Commands = dynamic(() => import("../commands/command-palette.tsx").then((module) => module.CommandPalette), { ssr: false });
const Send = dynamic(() => import("./send-dialog.tsx").then((module) => module.SendDialog), { ssr: false });
const Keys = dynamic(() => import("../commands/keys-dialog.tsx").then((module) => module.DesignerKeysDialog), { ssr: false });

export const TemplateStarts = dynamic(() => import("../template-starts.tsx").then((module) => module.TemplateStarts), { ssr: false });
export const TestRunBar = dynamic(() => import("./test-run-bar.tsx").then((module) => module.TestRunBar), { ssr: false });
export const TestRunPanel = dynamic(() => import("./test-run-panel.tsx").then((module) => module.TestRunPanel), { ssr: false });

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

/** A dialog stays when it is closed again: its going takes a moment. */
function useWasOpen(open: boolean): boolean {
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  return wasOpen || open;
}
