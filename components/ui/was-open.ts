import { useState } from "react";

/** Whether something was opened at all: a dialog stays when it is closed again, for its going takes a moment. */
export function useWasOpen(open: boolean): boolean {
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  return wasOpen || open;
}
