"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { Json } from "#flow/document.ts";
import type { EarlierMapping } from "#flow/mapping/suggest.ts";
import { freeTarget } from "#flow/mapping/target.ts";
import type { Target } from "#flow/mapping/target.ts";
import type { ExpressionValue } from "#server/app.ts";
import { CertainDialog } from "./certain-dialog.tsx";
import { beginning, drawnLines } from "./drawn-lines.ts";
import styles from "./mapper.module.css";
import { MapperProvider } from "./mapper-context.tsx";
import { MappingLines } from "./mapping-lines.tsx";
import { NEW_TARGET, newName } from "./new-name.ts";
import { NewTarget } from "./new-target.tsx";
import { SourcePane } from "./source-pane.tsx";
import { sourceRows } from "./source-rows.ts";
import { TargetBar } from "./target-bar.tsx";
import { TargetPane } from "./target-pane.tsx";
import { missingRequired } from "./target-rows.ts";
import { useConnectDrag } from "./use-connect-drag.ts";
import { useGeometry } from "./use-geometry.ts";
import { useMapper } from "./use-mapper.ts";
import type { Mapping } from "./use-mapping.ts";
import type { Sources } from "./use-sources.ts";
import { useWindow } from "./use-window.ts";

type MapperProps = {
  mapping: Mapping;
  sources: Sources;
  targets: readonly Target[];
  /** whether somebody says which fields there are; otherwise they are added by name */
  isDescribed: boolean;
  label: string;
  earlier: readonly EarlierMapping[];
  canEdit: boolean;
  hasSample: boolean;
  live: (target: string, value: Json) => ExpressionValue | undefined;
  enter: ((target: Target) => void) | null;
  /** said of a field that nobody describes */
  strange: string;
  /** said to screen readers */
  say: (text: string) => void;
};

/** Sources left, fields right, lines between them: dragged by mouse, or a source is picked and a field entered. */
export function Mapper(q: MapperProps) {
  const { sources, canEdit } = q;
  const m = useMapper(q);
  const names = new Set(q.mapping.values.keys());
  const [sourceSearch, setSourceSearch] = useState("");
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [activeSource, setActiveSource] = useState(0);
  const [hover, setHover] = useState<{ source: string | null; target: string | null }>({ source: null, target: null });
  const [isReviewing, setReviewing] = useState(false);
  const sourcePane = useRef<HTMLDivElement>(null);
  const targetPane = useRef<HTMLDivElement>(null);
  const gap = useRef<HTMLDivElement>(null);
  const windows = { source: useWindow(sourcePane), target: useWindow(targetPane) };
  const geometry = useGeometry({ gap, source: sourcePane, target: targetPane });
  const tree = useMemo(() => sourceRows(sources.nodes, { folds, search: sourceSearch }), [sources.nodes, folds, sourceSearch]);
  const focusTargets = () => targetPane.current?.focus();
  // also when the fields were read only after the dialog had opened
  useEffect(() => sourcePane.current?.focus(), []);
  const connect = (text: string, row: (typeof m.rows)[number]) => {
    m.connect(text, row);
    focusTargets();
  };
  const drag = useConnectDrag({
    gap,
    isOn: canEdit,
    onDrop: (text, name) => {
      if (name === NEW_TARGET) return make(text);
      const row = m.rows.find((each) => each.target.name === name);
      if (row) connect(text, row);
    },
  });
  const make = (text: string) => {
    connect(text, { target: freeTarget(newName(text, names)), value: undefined, suggestion: undefined, isKnown: true });
  };

  const litTarget = drag.over ?? hover.target ?? m.rows[m.active]?.target.name ?? null;
  const lit = new Set(litTarget === null ? [] : (m.reads.get(litTarget)?.places ?? []));
  const lines = drawnLines({
    tree,
    rows: m.rows,
    reads: m.reads,
    opened: m.opened,
    windows,
    tops: geometry.tops,
    lit: { source: hover.source ?? m.picked, target: litTarget },
  });
  const isPicking = m.picked !== null || drag.at !== null;

  return (
    <MapperProvider mapper={{ sources, canEdit, live: q.live, hasSample: q.hasSample, enter: q.enter, strange: q.strange, picked: m.picked }}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the lists and editors inside have the focus */}
      <div
        className={styles.body}
        onKeyDown={(event) => {
          const isInList = event.target === sourcePane.current || event.target === targetPane.current;
          if (event.key === "/" && isInList) {
            event.preventDefault();
            (event.target === sourcePane.current ? sourcePane : targetPane).current?.closest("section")?.querySelector<HTMLInputElement>("input")?.focus();
          }
          // what lies over the mapper has its own way out
          const isWithin = event.target instanceof Node && event.currentTarget.contains(event.target);
          if (event.key !== "Escape" || !isWithin || (m.picked === null && m.opened === null)) return;
          // the dialog stays: only what was begun is left
          event.stopPropagation();
          // an expression's completion closes first
          if (event.defaultPrevented && event.target instanceof Element && event.target.closest(".cm-editor")) return;
          if (m.picked !== null) m.setPicked(null);
          else m.openLine(null);
          focusTargets();
        }}
      >
        <SourcePane
          pane={sourcePane}
          window={windows.source}
          rows={tree}
          titles={sources.titles}
          active={Math.min(activeSource, Math.max(0, tree.length - 1))}
          picked={m.picked ?? drag.at?.text ?? null}
          used={useMemo(() => new Set([...m.reads.values()].flatMap(({ places }) => places)), [m.reads])}
          lit={lit}
          search={sourceSearch}
          hasSample={q.hasSample}
          onSearch={setSourceSearch}
          onActive={setActiveSource}
          onToggle={({ node }, isOpen) => setFolds((known) => new Map(known).set(node.text, isOpen))}
          onPick={(text) => {
            const isSame = m.picked === text;
            m.setPicked(isSame || !canEdit ? null : text);
            if (isSame || !canEdit) return;
            q.say(`${text} is picked: go to a field and press Enter`);
            focusTargets();
          }}
          onHover={(source) => setHover((known) => ({ ...known, source }))}
          onDrag={drag.begin}
          onLeave={focusTargets}
        />
        <div ref={gap} className={styles.gap} aria-hidden="true">
          <MappingLines
            lines={lines}
            width={geometry.width}
            height={geometry.height}
            dragged={drag.at === null ? null : { ...drag.at, from: beginning(tree, drag.at.text, { window: windows.source, top: geometry.tops.source }) }}
          />
        </div>
        <section className={styles.targets} aria-label={q.label}>
          <TargetBar
            counts={{
              all: m.all.length,
              required: m.all.filter((row) => row.target.required).length,
              mapped: q.mapping.values.size,
              unmapped: m.all.filter((row) => row.value === undefined && !row.target.readonly).length,
              suggested: m.all.filter((row) => row.suggestion !== undefined).length,
            }}
            filter={m.filter}
            search={m.search}
            isDescribed={q.isDescribed}
            certain={m.certain.length}
            missing={missingRequired(m.all)}
            canEdit={canEdit}
            onFilter={m.setFilter}
            onSearch={m.setSearch}
            onReview={() => setReviewing(true)}
            onEnter={focusTargets}
            onShow={(name) => {
              m.show(name);
              focusTargets();
            }}
          />
          <TargetPane
            pane={targetPane}
            window={windows.target}
            label={q.label}
            rows={m.rows}
            active={m.active}
            open={m.opened}
            isEmpty={m.all.length === 0}
            isPicking={isPicking}
            lit={drag.over ?? hover.target}
            onHeight={m.setHeight}
            onHover={(target) => setHover((known) => ({ ...known, target }))}
            onChange={m.change}
            onConnect={(row) => m.picked !== null && connect(m.picked, row)}
            onActive={m.setActive}
            onEnter={(row) => (m.picked === null ? m.openLine(row.target.name) : connect(m.picked, row))}
            onOpen={(row) => m.openLine(row?.target.name ?? null)}
            onNew={q.isDescribed || !canEdit ? null : () => m.picked !== null && make(m.picked)}
            onClear={(row) => row.value !== undefined && m.change(row, undefined)}
            onAccept={m.accept}
            onConvert={m.convert}
            onAcceptAll={() => m.certain.length > 0 && canEdit && setReviewing(true)}
            onLeave={() => sourcePane.current?.focus()}
          />
          {!q.isDescribed && (
            <NewTarget
              names={names}
              canEdit={canEdit}
              onAdd={(name) => {
                q.mapping.set([{ name, value: { $: "" } }]);
                m.openLine(name);
              }}
            />
          )}
        </section>
      </div>
      <CertainDialog
        open={isReviewing}
        suggestions={m.certain}
        targets={q.targets}
        onOpenChange={setReviewing}
        onAccept={() => {
          m.acceptCertain();
          setReviewing(false);
        }}
      />
    </MapperProvider>
  );
}
