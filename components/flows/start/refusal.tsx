import { fixOf } from "#components/trpc.tsx";
import { Note } from "#components/ui/note.tsx";

export function Refusal({ error }: { error: { message: string } | null }) {
  if (!error) return null;
  return (
    <Note tone="danger" announce="alert" className="mt-3">
      {error.message} {fixOf(error)}
    </Note>
  );
}
