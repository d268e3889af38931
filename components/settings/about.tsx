"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, OctagonX } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Section } from "./section.tsx";

type Ready = { database: boolean; queue: boolean };

/** Which version this is, whether it can do its work, and where programs talk to it. */
export function About({ version }: { version: string }) {
  const origin = useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => "",
  );
  const ready = useQuery({ queryKey: ["ready"], queryFn: readReady, refetchOnMount: "always" });
  return (
    <>
      <Section title="This installation">
        <dl className="text-13">
          <Row label="Throughline">
            <span className="tabular-nums">{version}</span>
          </Row>
          <Row label="Database">
            <Mark state={ready.isError ? false : ready.data?.database} yes="answers" no="does not answer" />
          </Row>
          <Row label="Queue">
            <Mark state={ready.isError ? false : ready.data?.queue} yes="takes work" no="takes no work: runs that are accepted wait until it does" />
          </Row>
        </dl>
      </Section>
      <Section title="For programs" help="Each call carries a key: Authorization: Bearer <key>. Administrators make them under API keys.">
        <dl className="text-13">
          <Address label="API" url={`${origin}/api/v1`} />
          <Address label="Its description (OpenAPI 3.1)" url={`${origin}/api/v1/openapi.json`} opens />
          <Address label="Whether the process lives" url={`${origin}/health`} opens />
          <Address label="Whether it can work" url={`${origin}/ready`} opens />
          <Address label="Numbers for Prometheus" url={`${origin}/metrics`} opens />
        </dl>
      </Section>
    </>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 border-b border-line py-1">
      <dt className="w-56 shrink-0 text-ink-3">{label}</dt>
      <dd className="flex min-w-0 items-center gap-1.5 text-ink">{children}</dd>
    </div>
  );
}

function Address({ label, url, opens = false }: { label: string; url: string; opens?: boolean }) {
  return (
    <Row label={label}>
      {opens ? (
        <a href={url} target="_blank" rel="noreferrer" className="mono text-12 break-all text-accent-text hover:underline">
          {url}
        </a>
      ) : (
        <code className="mono text-12 break-all">{url}</code>
      )}
      <CopyButton text={url} what="address" />
    </Row>
  );
}

function Mark({ state, yes, no }: { state: boolean | undefined; yes: string; no: string }) {
  if (state === undefined) return <span className="text-ink-3">asking …</span>;
  return state ? (
    <>
      <CircleCheck size={14} aria-hidden className="text-succeeded" /> {yes}
    </>
  ) : (
    <>
      <OctagonX size={14} aria-hidden className="text-technical" /> {no}
    </>
  );
}

async function readReady(): Promise<Ready> {
  // 503 carries the same words: it says which of them is missing
  const answer: unknown = await (await fetch("/ready")).json();
  const held = typeof answer === "object" && answer !== null ? answer : {};
  return { database: "database" in held && held.database === true, queue: "queue" in held && held.queue === true };
}
