"use client";

import { useMutation } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { ConnectionView, OdooRight, OdooRights } from "#server/app.ts";

const WORDS: Record<OdooRight["may"][number], string> = { read: "read", create: "create", write: "write", unlink: "delete" };

/** The rights of the connection's user in Odoo beside what flows need, both ways. */
export function RightsCheck({ connection, mayTest }: { connection: ConnectionView; mayTest: boolean }) {
  const trpc = useTRPC();
  const compare = useMutation(trpc.connections.rights.mutationOptions());
  const answer = compare.data as OdooRights | undefined;
  return (
    <section aria-labelledby="rights">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <h3 id="rights" className="text-13 font-semibold">
            What its user may do in Odoo
          </h3>
          <p className="text-12 text-ink-3">Odoo is asked for each model. What a flow needs and the user lacks fails later; what no flow needs is too much.</p>
        </div>
        <Button
          icon={<Scale size={14} aria-hidden />}
          loading={compare.isPending}
          disabled={!mayTest}
          title={mayTest ? undefined : "Operators and administrators ask Odoo"}
          onClick={() => compare.mutate({ environment: connection.environment, key: connection.key })}
        >
          Compare with Odoo
        </Button>
      </div>
      {compare.error && (
        <Note tone="danger" announce="alert" className="mt-3">
          <b>Odoo could not be asked.</b> {compare.error.message} {fixOf(compare.error)}
        </Note>
      )}
      {answer && <Compared rights={answer} />}
    </section>
  );
}

function Compared({ rights }: { rights: OdooRights }) {
  const missing = rights.rows.filter((row) => row.missing.length > 0 && !row.optional);
  const surplus = rights.rows.filter((row) => row.surplus.some((right) => right !== "read"));
  return (
    <>
      <Note tone={missing.length > 0 ? "danger" : surplus.length > 0 ? "warn" : "ok"} announce="status" className="mt-3">
        {missing.length > 0 ? (
          <>
            <b>
              {rights.login} lacks rights on {missing.map((row) => row.model).join(", ")}.
            </b>{" "}
            Give it the groups of those apps in Odoo, under Settings, Users.
          </>
        ) : (
          <b>{rights.login} may do everything that flows need.</b>
        )}
        {surplus.length > 0 && ` It may also change ${surplus.length === 1 ? "one model" : `${surplus.length} models`} beyond what flows need.`}
      </Note>
      <Table label="Rights in Odoo" className="mt-3 rounded-2 border border-line">
        <thead>
          <tr>
            <Th>Model</Th>
            <Th>May</Th>
            <Th>Lacks</Th>
            <Th>More than flows need</Th>
          </tr>
        </thead>
        <tbody>
          {rights.rows.map((row) => (
            <tr key={row.model}>
              <Td strong className="mono">
                {row.model}
                {row.about && <span className="block font-sans text-11 font-normal text-ink-3">{row.about}</span>}
              </Td>
              <Td>{!row.isThere ? "not in this Odoo" : row.may.length === 0 ? "nothing" : row.may.map((right) => WORDS[right]).join(", ")}</Td>
              <Td>
                <Rights rights={row.missing} tone={row.optional ? "neutral" : "danger"} />
              </Td>
              <Td>
                <Rights rights={row.surplus} tone="warn" />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function Rights({ rights, tone }: { rights: OdooRight["may"]; tone: "danger" | "warn" | "neutral" }) {
  if (rights.length === 0) return <span className="text-ink-3">–</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {rights.map((right) => (
        // reading more than is needed is the least of it
        <Tag key={right} tone={tone === "warn" && right === "read" ? "neutral" : tone}>
          {WORDS[right]}
        </Tag>
      ))}
    </span>
  );
}
