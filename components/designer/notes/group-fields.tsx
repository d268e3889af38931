"use client";

import { Ungroup } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { removeGroups, updateGroup } from "#flow/annotations.ts";
import type { Group } from "#flow/document.ts";
import { useDesigner } from "../context.tsx";
import { ColourChoice } from "./colour-choice.tsx";
import styles from "./notes.module.css";

/** Title and colour of the group that is selected as a whole. */
export function GroupFields({ group }: { group: Group }) {
  const { store, actions } = useDesigner();
  return (
    <div className={styles.panel}>
      <label className={styles.field}>
        <span>Title of the group</span>
        <input
          type="text"
          name="group"
          maxLength={120}
          value={group.title}
          onChange={(event) => store.edit((document) => updateGroup(document, group.id, { title: event.target.value }), { burst: `group ${group.id}` })}
          onBlur={store.settle}
        />
      </label>
      <ColourChoice
        label="Colour of the group"
        value={group.colour ?? "grey"}
        onChange={(colour) => store.edit((document) => updateGroup(document, group.id, { colour }))}
      />
      <Button
        size="sm"
        className="self-start"
        icon={<Ungroup size={14} aria-hidden />}
        onClick={() => {
          store.edit((document) => removeGroups(document, [group.id]));
          actions.tell("Ungrouped");
          // this button is gone with the group: the keyboard goes to what was in it
          const [first] = group.steps;
          if (first !== undefined) requestAnimationFrame(() => actions.reveal(first));
        }}
      >
        Ungroup
      </Button>
    </div>
  );
}
