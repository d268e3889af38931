"use client";

import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import { cx } from "#components/ui/cx.ts";
import type { Group } from "#flow/document.ts";
import { useDesigner } from "../context.tsx";
import styles from "./notes.module.css";

export type GroupNodeType = Node<{ group: Group; isOn: boolean }, "group-frame">;

/** The frame of a group, behind its steps. Its title moves and selects them; what is between them is canvas. */
export const GroupNode = memo(function GroupNode({ data }: NodeProps<GroupNodeType>) {
  const { group, isOn } = data;
  const { store } = useDesigner();
  return (
    <div className={cx(styles.group, isOn && styles.groupOn)} data-colour={group.colour ?? "grey"}>
      <button
        type="button"
        tabIndex={-1}
        className={cx(styles.groupTitle, "group-title")}
        aria-label={`Select the steps of ${group.title || "this group"}`}
        onClick={(event) => {
          event.stopPropagation();
          const here = new Set(store.get().document.steps.map((step) => step.id));
          store.select(group.steps.filter((id) => here.has(id)));
        }}
      >
        {group.title || "Group"}
      </button>
    </div>
  );
});
