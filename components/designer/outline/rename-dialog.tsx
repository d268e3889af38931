"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Step } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { useDesigner } from "../context.tsx";

export function RenameDialog({ step, onClose }: { step: Step; onClose: () => void }) {
  const { actions } = useDesigner();
  const [name, setName] = useState(step.name ?? "");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Rename ${stepName(step)}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          actions.rename(step.id, name.trim());
        }}
      >
        <Field label="Name">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
              onFocus={(event) => event.target.select()}
            />
          )}
        </Field>
        <DialogActions>
          <Button type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary">
            Rename
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
