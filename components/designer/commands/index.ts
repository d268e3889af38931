/** Everything that can be done in the designer. A new command is one entry in a group's file; a new group is one line here. */
import { addCommands } from "./add.ts";
import { annotateCommands } from "./annotate.ts";
import { arrangeCommands } from "./arrange.ts";
import type { Command } from "./command.ts";
import { editCommands } from "./edit.ts";
import { findCommands } from "./find.ts";
import { flowCommands } from "./flow.ts";
import { helpCommands } from "./help.ts";
import { historyCommands } from "./history.ts";
import { selectCommands } from "./select.ts";
import { viewCommands } from "./view.ts";

export const commands: readonly Command[] = [
  ...addCommands,
  ...annotateCommands,
  ...historyCommands,
  ...editCommands,
  ...findCommands,
  ...selectCommands,
  ...arrangeCommands,
  ...viewCommands,
  ...flowCommands,
  ...helpCommands,
];
