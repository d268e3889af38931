"use client";

import { ChoiceSetting, chosenIn } from "./choice-setting.tsx";
import type { OdooMethodFact } from "#flow/odoo-shape.ts";
import { Unread, useMethods } from "./odoo-known.tsx";
import { signatureOf } from "./odoo-signature.ts";
import type { EditorProps } from "./panel-context.tsx";

/** A public method of the model, searched by name, app and what it says of itself; any other name where the server does not tell. */
export function OdooMethodEditor({ path, label, value, onChange, required }: EditorProps & { required?: boolean | undefined }) {
  const { methods, query, model } = useMethods();
  const chosen = chosenIn(value);
  const method = methods.find((each) => each.name === chosen);
  return (
    <ChoiceSetting
      path={path}
      label={label}
      required={required}
      hint={method && !method.isOwn ? `of ${method.app}` : undefined}
      allowOther
      value={chosen}
      options={methods.map((each) => ({ value: each.name, label: each.name, hint: firstLine(each) }))}
      placeholder={query.isFetching ? "Reading methods" : "action_confirm"}
      onChange={(next) => next !== null && onChange(next)}
    >
      {method && <Signature method={method} />}
      {query.error && <Unread what={`The methods of ${model}`} message={query.error.message} onRetry={() => void query.refetch()} />}
      {query.data?.kind === "untold" && <p className="text-12 text-ink-3">{WHY[query.data.why]}</p>}
    </ChoiceSetting>
  );
}

const WHY = {
  server: "This Odoo does not list its methods; Odoo 19 and later do. Type the name of a public method.",
  rights:
    "This Odoo lists its methods to users of the group Technical Documentation, and the connection\u2019s user is not one of them. Type the name of a public method.",
};

function firstLine({ doc, ofRecords }: OdooMethodFact): string {
  return doc?.split("\n")[0] ?? (ofRecords ? "on records" : "on the model");
}

function Signature({ method }: { method: OdooMethodFact }) {
  return (
    <div role="note" aria-label={`Signature of ${method.name}`} className="flex min-w-0 flex-col gap-1 rounded-2 bg-surface-2 px-2 py-1.5">
      <p className="mono text-11 text-ink [overflow-wrap:anywhere]">{signatureOf(method)}</p>
      {method.doc && <p className="line-clamp-4 text-12 whitespace-pre-line text-ink-2">{method.doc}</p>}
      <p className="text-11 text-ink-3">
        {method.ofRecords ? "Works on records, by their ids." : "Works on the model: it takes no record ids."}
        {method.returns ? ` Gives ${method.returns}.` : ""}
      </p>
    </div>
  );
}
