"use client";

/** What stands around the canvas from the beginning, and comes when the canvas is drawn. */
import { later } from "#components/ui/later.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import styles from "./designer.module.css";
import outline from "./outline/outline.module.css";

export const Outline = later(() => import("./outline/outline.tsx").then((module) => module.Outline), { meanwhile: ReadingOutline, waits: true });
export const Drawer = later(() => import("./drawer.tsx").then((module) => module.Drawer), { meanwhile: ClosedDrawer, waits: true });
export const OverlayBar = later(() => import("./canvas/overlay-bar.tsx").then((module) => module.OverlayBar));

function ReadingOutline() {
  return (
    <section className={outline.outline} aria-busy>
      <SkeletonRows rows={6} rowClassName="border-b-0" />
    </section>
  );
}

function ClosedDrawer() {
  return (
    <section className={styles.drawer} data-closed aria-busy>
      <div className={styles.drawerHead} />
    </section>
  );
}
