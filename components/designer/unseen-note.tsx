import { Note } from "#components/ui/note.tsx";

/** Odoo could not be asked, so that lines inside values were not judged. `again`: what to do once it can. */
export function UnseenNote({ models, again, className }: { models: readonly string[]; again: string; className?: string }) {
  return (
    <Note tone="warn" className={className ?? ""}>
      <b>Ownership was not looked at everywhere.</b> Odoo did not say what the fields of {models.join(", ")} lead to, so records that are written inside their
      values were not held against the rules. Look at the connection, then {again}.
    </Note>
  );
}
