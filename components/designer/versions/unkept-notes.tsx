import { environmentName } from "#components/ui/environment-badge.tsx";
import { keyed } from "#components/ui/keyed.ts";
import { Note } from "#components/ui/note.tsx";
import type { Unkept } from "#flow/unkept.ts";

/** What the runs of a deployed version are not held to, and what has them held to it. */
export function UnkeptNotes({ unkept }: { unkept: readonly Unkept[] }) {
  return keyed(unkept, (each) => `${each.what} ${each.what === "contracts" ? "" : each.environment}`).map(({ key, item }) => (
    <Note key={key} className="mx-3 my-2">
      {wordsOf(item)}
    </Note>
  ));
}

function wordsOf(unkept: Unkept): string {
  const names = unkept.names.join(", ");
  if (unkept.what === "contracts")
    return `Published before it could keep to ${names}: its runs are not checked. Publish again, and deploy that, to have them checked.`;
  const where = environmentName(unkept.environment);
  if (unkept.what === "rules")
    return `Deployed to ${where} before ${names} had an owner who stops it: its runs are not stopped. Deploy it again to have them checked.`;
  return `Odoo did not answer when this was deployed to ${where}: what its runs write inside values of ${names} is held against no ownership rule. Deploy it again when Odoo is there.`;
}
