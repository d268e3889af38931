import type { ReactNode } from "react";
import { fixOf } from "#components/trpc.tsx";
import { Note } from "./note.tsx";

/** Why something that was asked for did not happen, and what to do. Nothing while there is no error; `after` says what holds all the same. */
export function Trouble({ error, after, className }: { error: { message: string } | null; after?: ReactNode; className?: string }) {
  if (error === null) return null;
  return (
    <Note tone="danger" announce="alert" {...(className === undefined ? {} : { className })}>
      <b>{error.message}</b> {fixOf(error)} {after}
    </Note>
  );
}
