"use client";

import { useQuery } from "@tanstack/react-query";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { formatDuration, formatRelative } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import type { OdooCoverage } from "#server/app.ts";
import { byHand, stateOf } from "./words.ts";
import styles from "./coverage.module.css";

/** How a deployed Odoo trigger learns of changes. Nothing where it is not deployed. */
export function OdooWatch({ environment, flow, step }: { environment: string; flow: string; step: string }) {
  const trpc = useTRPC();
  const actor = useActor();
  const coverage = useQuery(trpc.flows.odooCoverage.queryOptions({ flow, environment }, { refetchInterval: 10_000 }));
  const its = coverage.data?.find((each) => each.step === step);
  const isByHand = its !== undefined && (its.webhook === "refused" || its.webhook === "missing");
  // the address is a secret, too
  const addresses = useQuery(trpc.flows.triggers.queryOptions({ flow, environment }, { enabled: isByHand && can(actor, "flow.deploy") }));
  if (coverage.error) return <Note tone="warn">How changes come to be known could not be read: {coverage.error.message}</Note>;
  if (!its) return null;
  const url = addresses.data?.find((each) => each.step === step)?.url ?? null;
  return (
    <section aria-label="How changes come to be known" className={styles.card}>
      <header className={styles.head}>
        <h3>Last 24 hours</h3>
        <span>{stateOf(its)}</span>
      </header>
      {its.failure && (
        <Note tone="danger" announce="status">
          {its.failure.message} {its.failure.fix} Nothing is lost: what changes meanwhile is found afterwards.
        </Note>
      )}
      <Meter coverage={its} />
      <dl className={styles.facts}>
        <div>
          <dt>Known after</dt>
          <dd>{its.averageLagMs === null ? "–" : `${formatDuration(its.averageLagMs)} on average`}</dd>
        </div>
        <div>
          <dt>Longest</dt>
          <dd>{its.longestLagMs === null ? "–" : formatDuration(its.longestLagMs)}</dd>
        </div>
        <div>
          <dt>Looked at</dt>
          <dd>{its.sweptAt === null ? "not yet" : formatRelative(its.sweptAt)}</dd>
        </div>
        {its.echoes > 0 && (
          <div>
            <dt>Own writes</dt>
            <dd>{its.echoes}, which start nothing</dd>
          </div>
        )}
      </dl>
      {isByHand && <ByHand coverage={its} url={url} />}
    </section>
  );
}

function Meter({ coverage }: { coverage: OdooCoverage }) {
  const parts = [
    { name: "By webhook", count: coverage.byWebhook, className: styles.webhook },
    { name: "Found by the look", count: coverage.bySweep, className: styles.sweep },
    { name: "Deletions by id", count: coverage.byIds, className: styles.ids },
  ];
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <>
      <div className={styles.bar} aria-hidden>
        {parts.map((part) => part.count > 0 && <span key={part.name} className={part.className} style={{ flexGrow: part.count }} />)}
      </div>
      <ul className={styles.legend}>
        {parts.map((part) => (
          <li key={part.name}>
            <i className={part.className} aria-hidden />
            {part.name} <b>{part.count}</b>
          </li>
        ))}
      </ul>
      {total === 0 && <p className={styles.quiet}>Nothing has changed.</p>}
    </>
  );
}

function ByHand({ coverage, url }: { coverage: OdooCoverage; url: string | null }) {
  return (
    <details className={styles.hand}>
      <summary>Odoo does not call us: changes are found by the look alone</summary>
      {coverage.webhookReason && <p>{coverage.webhookReason}</p>}
      <p>Somebody with the role Administrator in Odoo can make the rule by hand:</p>
      <ol>
        {byHand(coverage).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      {url && (
        <p className={styles.address}>
          <code>{url}</code>
          <CopyButton text={url} what="address" />
        </p>
      )}
    </details>
  );
}
