"use client";

import { Eye, RotateCcw } from "lucide-react";
import Link from "next/link";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { formatDateTime, formatRelative } from "#components/ui/format.ts";
import { Tag } from "#components/ui/tag.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { DraftView, TakenIn, VersionView } from "#server/app.ts";
import { UnkeptNotes } from "./unkept-notes.tsx";
import styles from "./versions.module.css";

export type Listed = VersionView & { contributors: string[]; taken: TakenIn[] };

/** The draft and every version, newest first: who, when, why, and where each runs. */
export function VersionList({
  versions,
  draft,
  taken,
  to,
  address,
  canRestore,
  onChoose,
}: {
  versions: readonly Listed[];
  draft: DraftView;
  /** what came into the draft as a whole since the last version */
  taken: readonly TakenIn[];
  /** null: the draft */
  to: number | null;
  /** of the designer */
  address: string;
  canRestore: boolean;
  onChoose: (to: number | null) => void;
}) {
  const now = useNow(60_000);
  return (
    <ul aria-label="Versions">
      <li>
        <button type="button" aria-current={to === null} className={styles.item} onClick={() => onChoose(null)}>
          <span className="flex items-center gap-2">
            <b className="text-13 text-ink">Draft</b>
            <Tag>revision {draft.revision}</Tag>
          </span>
          <span className="mt-0.5 block text-ink-3">
            {draft.updatedBy}, {formatRelative(draft.updatedAt, now)}
          </span>
          <TakenInto taken={taken} now={now} />
        </button>
      </li>
      {versions.map((version) => (
        <li key={version.number} className="relative">
          <button type="button" aria-current={to === version.number} className={styles.item} onClick={() => onChoose(version.number)}>
            <span className="flex flex-wrap items-center gap-1.5 pr-14">
              <b className="text-13 text-ink">Version {version.number}</b>
              {version.deployedIn.map((environment) => (
                <EnvironmentBadge key={environment} environment={environment} />
              ))}
            </span>
            {version.note && <span className="mt-0.5 block text-ink [overflow-wrap:anywhere]">{version.note}</span>}
            <span className="mt-0.5 block text-ink-3" title={formatDateTime(version.createdAt)}>
              Published by {version.createdBy}, {formatRelative(version.createdAt, now)}
            </span>
            {version.contributors.length > 0 && <span className="block text-ink-3">Drawn by {version.contributors.join(", ")}</span>}
            {/* a version that came in as a whole says so by its note */}
            <TakenInto taken={version.taken.filter(({ note }) => note.toLowerCase() !== version.note.toLowerCase())} now={now} />
          </button>
          <UnkeptNotes unkept={version.unkept} />
          <span className="absolute top-1.5 right-2 flex">
            <Link
              href={`${address}?version=${version.number}`}
              aria-label={`Look at version ${version.number} in the designer`}
              title="Look at it in the designer"
              className="grid size-7 place-items-center rounded-2 text-ink-3 hover:bg-surface-3 hover:text-ink"
            >
              <Eye size={14} aria-hidden />
            </Link>
            {canRestore && (
              <Link
                href={`${address}?restore=${version.number}`}
                aria-label={`Restore version ${version.number} into the draft`}
                title="Restore it into the draft"
                className="grid size-7 place-items-center rounded-2 text-ink-3 hover:bg-surface-3 hover:text-ink"
              >
                <RotateCcw size={14} aria-hidden />
              </Link>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What was not drawn: a file, a template, a version that was restored. */
function TakenInto({ taken, now }: { taken: readonly TakenIn[]; now: number }) {
  return taken.map(({ note, by, at }) => (
    <span key={`${at} ${note}`} className="mt-0.5 block text-ink-3 [overflow-wrap:anywhere]" title={formatDateTime(at)}>
      {note.charAt(0).toUpperCase() + note.slice(1)} by {by}, {formatRelative(at, now)}
    </span>
  ));
}
