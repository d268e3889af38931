import Link from "next/link";
import { cx } from "#components/ui/cx.ts";
import { Note } from "#components/ui/note.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { allSteps } from "#flow/nested.ts";

type UnseenNoteProps = {
  models: readonly string[];
  document: FlowDocument;
  environment: string;
  /** what to do once Odoo answers */
  again: string;
  className?: string;
};

/** Odoo could not be asked, so that lines inside values were not judged: of which connection, and where that is put right. */
export function UnseenNote({ models, document, environment, again, className }: UnseenNoteProps) {
  const keys = new Set(
    allSteps(document).flatMap(({ config: { model, connection } }) =>
      typeof model === "string" && models.includes(model) && typeof connection === "string" ? [connection] : [],
    ),
  );
  return (
    <Note tone="warn" className={cx("shrink-0", className)}>
      <b>Odoo could not be asked, so ownership was not looked at everywhere.</b> What the fields of <span className="mono">{models.join(", ")}</span> lead to is
      not known: records inside their values, such as lines, were not held against the rules. Look at{" "}
      {keys.size === 0 ? "the connection" : keys.size === 1 ? "the connection " : "the connections "}
      {[...keys].map((key, index) => (
        <span key={key}>
          {index > 0 && ", "}
          <Link href={`/${environment}/connections?key=${encodeURIComponent(key)}`} className="text-inherit underline">
            {key}
          </Link>
        </span>
      ))}
      , then {again}.
    </Note>
  );
}
