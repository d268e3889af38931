import type { Desk } from "./command.ts";
import { commands } from "./index.ts";

/** Does what a command does, or says why it cannot be done: for buttons that stand for one. */
export function runCommand(desk: Desk | null, id: string): void {
  const command = commands.find((each) => each.id === id);
  if (!desk || !command) return;
  const why = command.unless?.(desk) ?? null;
  if (why === null) command.perform(desk);
  else desk.doors.refuse(why);
}
