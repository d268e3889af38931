"use client";

import { useMemo, useState } from "react";
import type { Json } from "#flow/document.ts";
import { connected } from "#flow/mapping/connect.ts";
import { readMapped, writeMapped } from "#flow/mapping/mapped.ts";
import { nearest, readsOf } from "#flow/mapping/reads.ts";
import type { EarlierMapping, Suggestion } from "#flow/mapping/suggest.ts";
import { CERTAIN, suggestionsFor } from "#flow/mapping/suggest.ts";
import type { Target } from "#flow/mapping/target.ts";
import type { Reads } from "./drawn-lines.ts";
import { differenceIn } from "./difference.ts";
import { shownRows, type TargetFilter, type TargetRow, targetRows } from "./target-rows.ts";
import type { Mapping } from "./use-mapping.ts";
import type { Sources } from "./use-sources.ts";

type Question = {
  mapping: Mapping;
  sources: Sources;
  targets: readonly Target[];
  isDescribed: boolean;
  earlier: readonly EarlierMapping[];
  canEdit: boolean;
  say: (text: string) => void;
};

/** What is shown, picked and open in a mapper, and what each action does to the mapping. */
export function useMapper({ mapping, sources, targets, isDescribed, earlier, canEdit, say }: Question) {
  const [filter, setFilter] = useState<TargetFilter>("all");
  const [search, setSearch] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [activeName, setActive] = useState<string | null>(null);
  const [open, setOpen] = useState<{ name: string; height: number } | null>(null);
  const [first] = useState<ReadonlySet<string>>(() => new Set(mapping.values.keys()));

  const suggestions = useMemo(() => suggestionsFor({ targets, sources: sources.nodes, earlier }), [targets, sources, earlier]);
  const all = useMemo(
    () => targetRows({ targets, values: mapping.values, suggestions, first, isDescribed }),
    [targets, mapping.values, suggestions, first, isDescribed],
  );
  const rows = useMemo(() => shownRows(all, { filter, search, keep: open?.name ?? null }), [all, filter, search, open?.name]);
  const reads = useMemo(() => readsOfRows(all, sources), [all, sources]);
  const certain = useMemo(() => all.flatMap(({ suggestion }): Suggestion[] => (suggestion && suggestion.score >= CERTAIN ? [suggestion] : [])), [all]);
  const active = Math.max(
    0,
    rows.findIndex((row) => row.target.name === activeName),
  );
  const openAt = rows.findIndex((row) => row.target.name === open?.name);

  const openLine = (name: string | null) => {
    setOpen(name === null ? null : { name, height: 0 });
    if (name !== null) setActive(name);
  };
  const change = (row: TargetRow, value: Json | undefined, options?: { isTyping: boolean }) => {
    if (canEdit) mapping.set([{ name: row.target.name, value }], options);
  };
  const connect = (text: string, row: TargetRow) => {
    const node = sources.byText.get(text);
    setPicked(null);
    if (!node || !canEdit || row.target.readonly) return;
    const made = connected(node, row.target);
    change(row, writeMapped(made));
    say(`${node.text} is connected to ${row.target.label}`);
    setActive(row.target.name);
    // a form that says more than a place is to be looked at before it is right
    setOpen(made.kind === "path" ? null : { name: row.target.name, height: 0 });
  };
  const accept = (row: TargetRow): boolean => {
    if (!row.suggestion || row.value !== undefined || !canEdit) return false;
    change(row, row.suggestion.value);
    say(`${row.target.label} is mapped`);
    const next = rows.slice(active + 1).find((each) => each.suggestion !== undefined && each.value === undefined);
    setActive((next ?? row).target.name);
    return true;
  };
  const convert = (row: TargetRow, number: number): boolean => {
    const mapped = row.value === undefined ? null : readMapped(row.value);
    const way = mapped ? differenceIn(mapped, row.target, sources)?.ways[number - 1] : undefined;
    if (!way || mapped?.kind !== "path" || !canEdit) return false;
    change(row, writeMapped({ kind: "converted", path: mapped.path, by: way.id }));
    say(way.title);
    return true;
  };
  const acceptCertain = () => {
    mapping.set(certain.map(({ target, value }) => ({ name: target, value })));
    say(`${certain.length} fields are mapped`);
  };

  return {
    all,
    rows,
    reads,
    certain,
    filter,
    search,
    picked,
    active,
    opened: open !== null && openAt >= 0 ? { index: openAt, height: open.height } : null,
    setFilter,
    setSearch,
    setPicked,
    setActive: (index: number) => setActive(rows[index]?.target.name ?? null),
    setHeight: (height: number) => setOpen((known) => (known === null || known.height === height ? known : { ...known, height })),
    show: (name: string) => {
      setFilter("all");
      setSearch("");
      setActive(name);
    },
    openLine,
    change,
    connect,
    accept,
    convert,
    acceptCertain,
  };
}

function readsOfRows(rows: readonly TargetRow[], sources: Sources): Reads {
  const isKnown = (text: string) => sources.byText.has(text);
  // `steps` itself is no place, and what it reads begins with it
  const isRoot = (name: string) => isKnown(name) || name === "steps";
  return new Map(
    rows.flatMap(({ target, value }): [string, { places: string[]; isWorked: boolean }][] => {
      if (value === undefined) return [];
      const places = readsOf(value, isRoot).flatMap((place) => nearest(place, isKnown) ?? []);
      return [[target.name, { places: [...new Set(places)], isWorked: readMapped(value).kind === "expression" }]];
    }),
  );
}
