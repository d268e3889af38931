import { RotateCw } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";

/** Where problems would stand and the rules could not look. `found`: those below are of an earlier state. */
export function Unchecked({ again, found = false, className }: { again: () => void; found?: boolean; className?: string }) {
  return (
    <Note
      tone="warn"
      announce="status"
      className={className}
      action={
        <Button size="sm" icon={<RotateCw size={14} aria-hidden />} onClick={again}>
          Check again
        </Button>
      }
    >
      <b>This flow could not be checked here.</b> {found && "The problems below are those that it had before. "}
      It is tried again by itself; if this stays, reload the page. Publishing is safe: the server checks every flow before it becomes a version.
    </Note>
  );
}
