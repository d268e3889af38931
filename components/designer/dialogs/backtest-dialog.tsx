"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowRight, History } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Tag, type TagTone } from "#components/ui/tag.tsx";
import type { FlowDocument } from "#flow/document.ts";
import type { BacktestDifference, BacktestReport } from "#server/app.ts";
import { UnseenNote } from "../unseen-note.tsx";
import { shown } from "./effect-list.tsx";
import { Trouble } from "#components/ui/trouble.tsx";

type BacktestProps = { open: boolean; onOpenChange: (open: boolean) => void; flow: string; environment: string; document: FlowDocument };

/** What the draft would write otherwise than the runs that happened. */
export function BacktestDialog(q: BacktestProps) {
  return (
    <Dialog
      wide
      open={q.open}
      onOpenChange={q.onOpenChange}
      title="Backtest"
      description={`The draft goes through recorded runs of ${environmentName(q.environment)}, with what other systems answered then. Nothing is written or sent.`}
    >
      {q.open && <BacktestForm {...q} />}
    </Dialog>
  );
}

const LAST = ["20", "50", "100", "200"].map((value) => ({ value, label: `The last ${value} runs` }));

function BacktestForm({ onOpenChange, flow, environment, document }: BacktestProps) {
  const trpc = useTRPC();
  const [last, setLast] = useState("20");
  const backtest = useMutation(trpc.flows.backtest.mutationOptions());
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Runs" className="w-56">
          {(ids) => <Select {...ids} label="Runs" value={last} options={LAST} onChange={setLast} />}
        </Field>
        <Button
          variant="primary"
          icon={<History size={14} aria-hidden />}
          loading={backtest.isPending}
          onClick={() => backtest.mutate({ flow, environment, document, last: Number(last) })}
        >
          {backtest.data ? "Backtest again" : "Backtest"}
        </Button>
      </div>
      <Trouble error={backtest.error} className="mt-3" />
      {backtest.isPending && <SkeletonRows rows={4} label="Going through the runs" className="mt-3" />}
      {backtest.data && !backtest.isPending && <Report report={backtest.data} document={document} environment={environment} />}
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>Close</Button>
      </DialogActions>
    </>
  );
}

function Report({ report, document, environment }: { report: BacktestReport; document: FlowDocument; environment: string }) {
  const { runs, differences, untold, unseen } = report;
  const byRun = Map.groupBy(differences, (difference) => difference.run.id);
  return (
    <div className="mt-4">
      <Note tone={runs.differ > 0 || runs.untold > 0 || runs.looked === 0 ? "warn" : "ok"} announce="status">
        {summary(report)}
      </Note>
      {unseen && <UnseenNote models={unseen} {...{ document, environment }} again="backtest again" className="mt-2" />}
      {[...byRun].map(([id, found]) => (
        <section key={id} aria-label={`Differences of ${nameOf(found[0]?.run ?? { id, businessKey: null })}`} className="mt-4">
          <h3 className="text-13 font-semibold">
            <RunLink run={found[0]?.run ?? { id, businessKey: null }} environment={environment} />
          </h3>
          <ul className="mt-1 flex flex-col gap-2.5">
            {found.map((difference) => (
              <DifferenceView key={`${difference.step} ${difference.item} ${difference.kind} ${difference.title}`} difference={difference} />
            ))}
          </ul>
        </section>
      ))}
      {untold.length > 0 && (
        <section aria-label="Runs of which it cannot be told" className="mt-4 border-t border-line pt-3">
          <h3 className="text-13 font-semibold">Not told</h3>
          <ul className="mt-1 flex flex-col gap-1 text-12 text-ink-2">
            {untold.map(({ run, reason }) => (
              <li key={run.id}>
                <RunLink run={run} environment={environment} />: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function summary({ runs, differences }: BacktestReport): string {
  if (runs.looked === 0) return "No run of this flow has been recorded here yet.";
  const untold = runs.untold === 0 ? "" : ` Of ${formatPlural(runs.untold, "run")} it cannot be told.`;
  if (runs.differ === 0 && runs.same > 0)
    return `${formatPlural(runs.same, "run")} would write exactly what ${runs.same === 1 ? "it" : "they"} wrote.${untold}`;
  const stopped = new Set(differences.filter((difference) => difference.kind === "stopped").map((difference) => difference.run.id)).size;
  const stops = stopped === 0 ? "" : ` Ownership would stop ${stopped === runs.differ ? (stopped === 1 ? "it" : "all of them") : `${stopped} of them`}.`;
  return `${runs.differ} of ${formatPlural(runs.looked, "run")} would write something else.${stops}${untold}`;
}

const KINDS: Record<BacktestDifference["kind"], { word: string; tone: TagTone }> = {
  added: { word: "new", tone: "ok" },
  gone: { word: "gone", tone: "danger" },
  changed: { word: "changed", tone: "warn" },
  stopped: { word: "stopped", tone: "danger" },
};

function DifferenceView({ difference }: { difference: BacktestDifference }) {
  const { kind, title, model, name, item, fields, reason } = difference;
  const isBoth = kind === "changed" || (kind === "stopped" && fields.some((field) => field.before !== null));
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-2 text-13 text-ink">
        <Tag tone={KINDS[kind].tone}>{KINDS[kind].word}</Tag>
        <span className="font-medium">{title}</span>
        {model && <span className="mono text-11 text-ink-3">{model}</span>}
        <span className="text-12 text-ink-3">
          {name}
          {item === null ? "" : ` · item ${item}`}
        </span>
      </p>
      {reason !== undefined && <p className="mt-0.5 text-12 text-business-text">{reason.replace(/ Nothing was written\.$/, "")} A run would end there.</p>}
      {fields.length > 0 && (
        <table className="mt-1 w-full border-collapse text-12">
          <caption className="sr-only">Fields that differ: {title}</caption>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name} className="border-t border-line align-baseline">
                <th scope="row" className="w-1/3 py-1 pr-2 text-left font-normal text-ink-2">
                  {field.label}
                </th>
                <td className="py-1 text-ink [overflow-wrap:anywhere]">
                  {(isBoth || kind === "gone") && <span className={kind === "gone" ? undefined : "text-ink-3"}>{shown(field.before)}</span>}
                  {isBoth && <ArrowRight size={12} aria-label="becomes" className="mx-1 inline text-ink-3" />}
                  {kind !== "gone" && shown(field.after)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </li>
  );
}

type Named = BacktestDifference["run"];

function RunLink({ run, environment }: { run: Named; environment: string }) {
  return (
    <Link href={`/${environment}/runs/${run.id}`} className="text-accent-text hover:underline">
      {nameOf(run)}
    </Link>
  );
}

function nameOf(run: Named): string {
  return run.businessKey ?? `Run ${run.id.slice(-8)}`;
}
