"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { pageQueue } from "#components/ui/later-queue.ts";
import { toast } from "#components/ui/toast.tsx";
import { moveSteps } from "#flow/edit.ts";
import { tidyLayout, tidyPart } from "#flow/tidy.ts";
import type { DraftView } from "#server/app.ts";
import { createActions } from "./actions.ts";
import { Canvas, type CanvasHandle } from "./canvas/canvas.tsx";
import type { Tool } from "./canvas/canvas-tools.tsx";
import { createBindings, useChosenKeys } from "./commands/bindings.ts";
import { CanvasMenu } from "./commands/canvas-menu.tsx";
import { runCommand } from "./commands/run-command.ts";
import { useCommandKeys } from "./commands/use-command-keys.ts";
import { type Designer, DesignerProvider } from "./context.tsx";
import { DesignerDialogs, type DialogsHandle } from "./dialogs/designer-dialogs.tsx";
import { SendDialog } from "./dialogs/lazy.tsx";
import { SampleMenu } from "./dialogs/sample-menu.tsx";
import type { DrawerTab } from "./drawer.tsx";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { Finder, type FinderHandle } from "./find/finder.tsx";
import { FrameTrail } from "./frame-trail.tsx";
import { Inspector } from "./inspector.tsx";
import type { OutlineHandle } from "./outline/outline.tsx";
import { StepPalette } from "./palette.tsx";
import { SamplesPanel, TestRunPane } from "./panes.tsx";
import { runMarks } from "./run-marks.ts";
import { Said, type SaidHandle } from "./said.tsx";
import { SaveNote } from "./save-note.tsx";
import { StateTag } from "./state-tag.tsx";
import { type DesignerStore, useStore } from "./store.ts";
import { OthersLayer } from "./together/others-layer.tsx";
import { PeopleHere } from "./together/people-here.tsx";
import { createPresence, KeepPresence } from "./together/presence.tsx";
import { Drawer, Outline, OverlayBar } from "./surroundings.tsx";
import { TopBar } from "./top-bar.tsx";
import { useDesk } from "./use-desk.ts";
import { useJumps } from "./use-jumps.ts";
import { useOverlay } from "./use-overlay.ts";
import { useProblems } from "./use-problems.ts";
import { useTestRun } from "./use-test-run.ts";
import { VersionsMenu } from "./versions-menu.tsx";
import styles from "./designer.module.css";

const TIDY_MS = 300;

type StudioProps = { environment: string; draft: DraftView; version: number | null; store: DesignerStore; canEdit: boolean; onSave: () => void };

/**
 * The designer's panes around one store: palette and outline, canvas and drawer, settings of what is selected. Of the store it looks at next to
 * nothing itself: each pane takes what it shows, and is drawn again for that alone.
 */
export function DesignerStudio({ environment, draft, version, store, canEdit, onSave }: StudioProps) {
  "use memo";
  const trpc = useTRPC();
  const queries = useQueryClient();
  const actor = useActor();
  const flow = draft.flow.key;
  const canvas = useRef<CanvasHandle>(null);
  const outline = useRef<OutlineHandle>(null);
  const panel = useRef<HTMLElement>(null);
  const dialogs = useRef<DialogsHandle>(null);
  const finder = useRef<FinderHandle>(null);
  const said = useRef<SaidHandle>(null);
  const [tool, setTool] = useState<Tool>("select");
  const [drawer, setDrawer] = useState<DrawerTab | null>(null);
  const [isWide, setWide] = useState(false);
  const [isTidying, setTidying] = useState(false);
  const [published, setPublished] = useState<number | null>(null);
  const overlay = useOverlay({ flow, environment });
  const [presence] = useState(createPresence);
  const edges = useStore(store, (state) => state.document.edges);
  const say = (text: string) => said.current?.say(text);
  const {
    sample,
    setSample,
    run,
    only: alone,
    blocked,
    isRunning,
    start: testRun,
    sending,
  } = useTestRun({
    flow,
    environment,
    store,
    onDone: (result, part) => {
      if (part === null) setDrawer("run");
      say(result.failure ? `Test run ${result.status}: ${result.failure.message}` : `Test run ${result.status}`);
    },
    onNoSample: () => setDrawer("samples"),
  });
  const { problems, checking } = useProblems({ store, environment, sample });
  const latestVersion = Math.max(published ?? 0, draft.latestVersion ?? 0) || null;
  const deployed = draft.deployments.find((each) => each.environment === environment);
  const pins = sample?.pins;
  const marks = useMemo(() => runMarks(run, edges, pins), [run, edges, pins]);

  const [actions] = useState(() =>
    createActions({
      store,
      canEdit,
      refuse: (why) => toast.error(why),
      say,
      askContinuation: (step) => dialogs.current?.askContinuation(step),
      middle: () => canvas.current?.middle() ?? [0, 0],
      seen: () => canvas.current?.seen() ?? null,
      // whoever works in the outline stays there
      reveal: (id, options) => {
        const isThere = outline.current?.isHome() === true;
        canvas.current?.reveal(id, isThere ? { focus: false } : options);
        if (isThere && options?.focus !== false) outline.current?.focus(id);
      },
    }),
  );
  const { jumps, field } = useJumps({
    store,
    canvas,
    panel,
    problems,
    say,
    go: (step) => actions.reveal(step, { focus: true }),
    onProblem: () => dialogs.current?.close(),
    onTour: () => setDrawer("problems"),
  });
  const enter = useCallback(
    (id: string | null) => {
      store.enter(id);
      requestAnimationFrame(() => canvas.current?.fit());
    },
    [store],
  );
  const tidy = (ids?: readonly string[]) => {
    if (!canEdit || store.get().document.steps.length === 0) return;
    setTidying(true);
    store.edit((current) => moveSteps(current, ids ? tidyPart(current, ids) : tidyLayout(current)));
    if (!ids) requestAnimationFrame(() => canvas.current?.fit());
    setTimeout(() => setTidying(false), TIDY_MS);
  };
  /** the keyboard goes back to where somebody works: the outline or the canvas */
  const back = (id: string | null) => (outline.current?.isHome() ? outline.current.focus(id) : canvas.current?.focus(id));
  const open = (id: string) => {
    store.select([id]);
    setWide(true);
  };
  const desk = useDesk({
    store,
    actions,
    canEdit,
    jumps,
    canvas: () => canvas.current,
    dialogs: () => dialogs.current,
    panel: () => panel.current,
    enter,
    tool: setTool,
    tidy,
    testRun: (part) => {
      if (part) setDrawer("run");
      testRun({}, part);
    },
    save: onSave,
    open,
    drawer: setDrawer,
    overlay: overlay.toggle,
    find: (how) => finder.current?.find(how),
  });
  const [bindings] = useState(() => createBindings(actor.id));
  useCommandKeys(desk, useChosenKeys(bindings));
  const designer = useMemo<Designer>(
    () => ({
      environment,
      flow,
      store,
      actions,
      canEdit,
      bindings,
      runCommand: (id) => runCommand(desk, id),
      pick: desk.pick,
      enter,
      focusField: (step, path) => jumps.field({ step, field: path }),
    }),
    [environment, flow, store, actions, canEdit, bindings, desk, enter, jumps],
  );
  useTheRest();
  const sampleMenu = <SampleMenu flow={flow} environment={environment} value={sample} onChange={setSample} canEdit={canEdit} />;

  return (
    <DesignerProvider designer={designer}>
      <div className={styles.screen}>
        <TopBar
          problems={problems}
          checking={checking}
          isRunning={isRunning}
          latestVersion={latestVersion}
          frozen={version === null ? null : "This is a version: open the draft to publish changes"}
          state={<StateTag version={version} from={draft.fromVersion ?? latestVersion} deployed={deployed?.version ?? null} />}
          saveNote={
            <>
              <SaveNote onRetry={onSave} onCompare={() => dialogs.current?.open("conflict")} />
              <PeopleHere presence={presence} onGo={jumps.reveal} />
            </>
          }
          samples={sampleMenu}
          menu={<VersionsMenu version={version} />}
          onProblems={() => setDrawer(drawer === "problems" ? null : "problems")}
          onTestRun={() => testRun()}
          onPublish={() => dialogs.current?.open("publish")}
          onDeploy={() => dialogs.current?.open("deploy")}
          onBacktest={() => dialogs.current?.open("backtest")}
        />
        <div className={styles.body}>
          <aside className={styles.left} aria-label="Steps and outline">
            {canEdit && <StepPalette canvasRef={canvas} />}
            <Outline ref={outline} problems={problems} marks={marks} onOpen={open} />
          </aside>
          <div className={styles.mid}>
            <CanvasMenu desk={desk}>
              <Canvas
                ref={canvas}
                problems={problems}
                marks={marks}
                counts={overlay.counts}
                isOverlaid={overlay.isOn}
                tool={tool}
                isTidying={isTidying}
                onTool={setTool}
                onTidy={tidy}
                onOpen={open}
              >
                <Finder ref={finder} onGo={jumps.found} onClose={() => back(store.get().selection.steps[0] ?? null)} />
                <FrameTrail onLeave={() => requestAnimationFrame(() => canvas.current?.fit())} />
                <EmptyCanvas />
                <OthersLayer presence={presence} />
                {overlay.isOn && <OverlayBar overlay={overlay} deployed={deployed?.version ?? null} />}
              </Canvas>
            </CanvasMenu>
            <Drawer
              tab={drawer}
              onTab={setDrawer}
              problems={problems}
              checking={checking}
              run={run}
              sample={sample?.name ?? null}
              latestVersion={latestVersion}
              onProblem={jumps.problem}
              onRepair={canEdit ? jumps.repair : null}
              samples={<SamplesPanel chosen={sample} onChoose={setSample} />}
              only={alone}
              testRun={
                <TestRunPane
                  run={run}
                  sample={sample}
                  sending={sending}
                  blocked={blocked}
                  onStep={jumps.reveal}
                  onRunAgain={testRun}
                  onRunUpTo={(id) => testRun({}, { kind: "until", step: id })}
                />
              }
            />
          </div>
          <Inspector
            ref={panel}
            problems={problems}
            sample={sample}
            run={run}
            field={field}
            onClose={back}
            isWide={isWide}
            onWide={setWide}
            sampleMenu={sampleMenu}
            isRunning={isRunning}
            blocked={blocked}
            onRun={(part) => testRun({}, part)}
            onGo={jumps.reveal}
          />
        </div>
        <Said ref={said} />
        <KeepPresence flow={flow} store={store} presence={presence} />
      </div>
      <SendDialog sending={sending} environment={environment} />
      <DesignerDialogs
        ref={dialogs}
        desk={desk}
        version={version}
        latestVersion={latestVersion}
        problems={problems}
        checking={checking}
        onSave={onSave}
        onPublished={(number) => {
          setPublished(number);
          void queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
        }}
        onProblem={jumps.problem}
      />
    </DesignerProvider>
  );
}

/** The canvas is painted in the frame after this one: what was left for later may come from then on. */
function useTheRest(): void {
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(pageQueue.fetchAll);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}
