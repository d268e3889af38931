"use client";

import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { ConnectionKind, ConnectionView } from "#server/app.ts";
import { PlainForm } from "./plain-form.tsx";
import { EMPTY } from "./wizard/draft.ts";
import { OdooWizard } from "./wizard/odoo-wizard.tsx";
import type { WizardStep } from "./wizard/wizard-steps.tsx";

const KINDS: { value: ConnectionKind; label: string }[] = [
  { value: "odoo", label: "Odoo" },
  { value: "http", label: "HTTP" },
  { value: "smtp", label: "Mail" },
];

export function ConnectionDialog({
  environment,
  taken,
  onClose,
  onSaved,
}: {
  environment: string;
  taken: string[];
  onClose: () => void;
  onSaved: (connection: ConnectionView) => void;
}) {
  const [kind, setKind] = useState<ConnectionKind>("odoo");
  const [draft, setDraft] = useState(EMPTY);
  const [step, setStep] = useState<WizardStep>("address");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New connection"
      description={`Used by flows in ${environment}. Secrets are encrypted and never shown again.`}
    >
      {step === "address" && (
        <div className="mb-3">
          <Segmented label="Kind" value={kind} options={KINDS} onChange={setKind} />
        </div>
      )}
      {kind === "odoo" ? (
        <OdooWizard {...{ environment, taken, draft, onClose, onSaved }} onChange={setDraft} onStep={setStep} />
      ) : (
        <PlainForm key={kind} {...{ environment, kind, taken, onClose, onSaved }} />
      )}
    </Dialog>
  );
}
