"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";

type NeighbourButtonProps = { document: FlowDocument; ids: readonly string[]; label: string; shortcut: string; icon: ReactNode; onGo: (id: string) => void };

/** Goes along an edge to another step; where there are several, it asks which. */
export function NeighbourButton({ document, ids, label, shortcut, icon, onGo }: NeighbourButtonProps) {
  const steps = ids.flatMap((id) => placeOf(document, id)?.step ?? []);
  const [only] = steps;
  if (!only)
    return (
      <Button icon={icon} aria-label={`${label}: none`} disabled>
        <span className="max-lg:sr-only">None</span>
      </Button>
    );
  const words = steps.length === 1 ? stepName(only) : `${steps.length} steps`;
  const button = (
    <Button icon={icon} aria-label={`${label}: ${words}`} {...(steps.length === 1 ? { onClick: () => onGo(only.id) } : {})}>
      <span className="max-w-[140px] truncate max-lg:sr-only">{words}</span>
    </Button>
  );
  if (steps.length === 1)
    return (
      <Tooltip text={label} shortcut={shortcut}>
        {button}
      </Tooltip>
    );
  return (
    <Menu label={`${label}: ${words}`} trigger={button}>
      {steps.map((step) => (
        <MenuItem key={step.id} icon={<StepTile type={step.type} size="sm" />} onSelect={() => onGo(step.id)}>
          {stepName(step)}
        </MenuItem>
      ))}
    </Menu>
  );
}
