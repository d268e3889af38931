"use client";

import { later } from "./later.tsx";

/** `action`: what can be done about it, as long as the message is there */
type More = { description?: string | undefined; action?: { label: string; onClick: () => void } };
export type Toast = { tone: "plain" | "success" | "error"; title: string; more: More | undefined };

const Toasts = later(() => import("./toaster.tsx").then((module) => module.Toasts), { waits: true });

// what is said before there is a place for it is said there
let early: Toast[] = [];
let say = (toast: Toast): void => {
  early.push(toast);
};

function ready(show: (toast: Toast) => void): void {
  say = show;
  for (const toast of early) show(toast);
  early = [];
}

/** Where short messages about something that just happened appear. Mounted once, by the shell. */
export function Toaster() {
  return <Toasts onReady={ready} />;
}

export const toast = Object.assign((title: string, more?: More) => say({ tone: "plain", title, more }), {
  success: (title: string, more?: More) => say({ tone: "success", title, more }),
  error: (title: string, more?: More) => say({ tone: "error", title, more }),
});
