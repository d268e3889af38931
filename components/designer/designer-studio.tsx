"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useActor } from "#components/shell/actor.tsx";
import { claimDoor } from "#components/shell/palette-door.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { toast } from "#components/ui/toast.tsx";
import { moveSteps, stepOf, updateStep } from "#flow/edit.ts";
import type { Found } from "#flow/find.ts";
import { placeOf } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import { repaired } from "#flow/repair.ts";
import { tidyLayout, tidyPart } from "#flow/tidy.ts";
import type { DraftView } from "#server/app.ts";
import { createActions } from "./actions.ts";
import { OverlayBar } from "./canvas/overlay-bar.tsx";
import { Canvas, type CanvasHandle } from "./canvas/canvas.tsx";
import type { Tool } from "./canvas/canvas-tools.tsx";
import { createBindings, useChosenKeys } from "./commands/bindings.ts";
import { CanvasMenu } from "./commands/canvas-menu.tsx";
import type { Desk } from "./commands/command.ts";
import { runCommand } from "./commands/run-command.ts";
import { useCommandKeys } from "./commands/use-command-keys.ts";
import { type Designer, DesignerProvider, type PickRequest } from "./context.tsx";
import { ContinuationDialog } from "./continuation-dialog.tsx";
import { BacktestDialog, CommandPalette, ConflictDialog, DeployDialog, DesignerKeysDialog, PublishDialog, TestRunPanel } from "./dialogs/lazy.tsx";
import { SampleMenu } from "./dialogs/sample-menu.tsx";
import { Drawer, type DrawerTab } from "./drawer.tsx";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { type FindHandle, FindPanel } from "./find/find-panel.tsx";
import { FrameTrail } from "./frame-trail.tsx";
import { Inspector } from "./inspector.tsx";
import { NOTE } from "./notes/graph.ts";
import { Outline, type OutlineHandle } from "./outline/outline.tsx";
import { StepPalette } from "./palette.tsx";
import { nextProblem } from "./problem-order.ts";
import { runMarks } from "./run-marks.ts";
import { SamplesPanel } from "./samples-panel.tsx";
import { SaveNote } from "./save-note.tsx";
import { StepPicker } from "./step-picker.tsx";
import { type DesignerStore, useStore } from "./store.ts";
import { OthersLayer } from "./together/others-layer.tsx";
import { PeopleHere } from "./together/people-here.tsx";
import { usePresence } from "./together/use-presence.ts";
import { TopBar } from "./top-bar.tsx";
import { useOverlay } from "./use-overlay.ts";
import { useProblems } from "./use-problems.ts";
import { useTestRun } from "./use-test-run.ts";
import { VersionsMenu } from "./versions-menu.tsx";
import styles from "./designer.module.css";

const NONE: readonly Problem[] = [];

type StudioProps = { environment: string; draft: DraftView; version: number | null; store: DesignerStore; canEdit: boolean; onSave: () => void };

/** The designer's panes around one store: palette and outline, canvas and drawer, settings of what is selected. */
export function DesignerStudio({ environment, draft, version, store, canEdit, onSave }: StudioProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const flow = draft.flow.key;
  const state = useStore(store, (whole) => whole);
  const { document, whole, frame, selection, saved, saving } = state;
  const overlay = useOverlay({ flow, environment });
  const others = usePresence({ flow, store });
  const canvas = useRef<CanvasHandle>(null);
  const outline = useRef<OutlineHandle>(null);
  const panel = useRef<HTMLElement>(null);
  const [tool, setTool] = useState<Tool>("select");
  const [request, setRequest] = useState<PickRequest | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [field, setField] = useState<{ step: string; field: string } | null>(null);
  const [drawer, setDrawer] = useState<DrawerTab | null>(null);
  const [dialog, setDialog] = useState<"publish" | "deploy" | "backtest" | "conflict" | "commands" | "keys" | null>(null);
  const actor = useActor();
  const [bindings] = useState(() => createBindings(actor.id));
  const chosenKeys = useChosenKeys(bindings);
  const [published, setPublished] = useState<number | null>(null);
  const [isWide, setWide] = useState(false);
  const [said, setSaid] = useState("");
  const atProblem = useRef<Problem | null>(null);
  const [isTidying, setTidying] = useState(false);
  const {
    sample,
    setSample,
    run,
    isRunning,
    start: testRun,
  } = useTestRun({
    flow,
    environment,
    document: whole,
    onDone: (result, part) => {
      if (part === null) setDrawer("run");
      setSaid(`Test run ${result.status}`);
    },
  });
  const problems = useProblems({ store, known: version === null ? draft.problems : NONE, environment, sample });
  const latestVersion = Math.max(published ?? 0, draft.latestVersion ?? 0) || null;
  const deployed = draft.deployments.find((each) => each.environment === environment);
  const marks = useMemo(() => runMarks(run, document.edges), [run, document.edges]);

  const [actions] = useState(() =>
    createActions({
      store,
      canEdit,
      refuse: (why) => toast.error(why),
      // the same words twice are told twice
      say: (text) => setSaid((before) => (before === text ? `${text}\u00a0` : text)),
      askContinuation: setAsked,
      middle: () => canvas.current?.middle() ?? [0, 0],
      // whoever works in the outline stays there
      reveal: (id, options) => {
        const isThere = outline.current?.isHome() === true;
        canvas.current?.reveal(id, isThere ? { focus: false } : options);
        if (isThere && options?.focus !== false) outline.current?.focus(id);
      },
    }),
  );
  const [isFinding, setFinding] = useState(false);
  const finder = useRef<FindHandle>(null);
  const latestDesk = useRef<Desk | null>(null);
  const designer = useMemo<Designer>(
    () => ({
      environment,
      flow,
      store,
      actions,
      canEdit,
      bindings,
      runCommand: (id) => runCommand(latestDesk.current, id),
      pick: setRequest,
      enter: (id) => {
        store.enter(id);
        requestAnimationFrame(() => canvas.current?.fit());
      },
      focusField: (step, path) => {
        store.select([step]);
        setField({ step, field: path });
      },
    }),
    [environment, flow, store, actions, canEdit, bindings],
  );

  useEffect(() => {
    if (saving.kind === "conflict") setDialog((open) => open ?? "conflict");
  }, [saving.kind]);

  const tidy = (ids?: readonly string[]) => {
    if (!canEdit || document.steps.length === 0) return;
    setTidying(true);
    store.edit((current) => moveSteps(current, ids ? tidyPart(current, ids) : tidyLayout(current)));
    if (!ids) requestAnimationFrame(() => canvas.current?.fit());
    setTimeout(() => setTidying(false), 300);
  };
  /** selects a step and shows it, inside its frame where it stands in one */
  const reveal = (id: string) => {
    store.enter(placeOf(store.get().whole, id)?.frames.at(-1)?.id ?? null);
    store.select([id]);
    requestAnimationFrame(() => canvas.current?.reveal(id));
  };
  const showProblem = (problem: Problem) => {
    setDialog(null);
    if (problem.step !== null) reveal(problem.step);
    else store.select([]);
    setField(null);
    const { step: id, field: path } = problem;
    // anew, also when it is the same problem as before
    requestAnimationFrame(() => {
      if (id === null) panel.current?.querySelector<HTMLElement>(`[name="${path}"]`)?.focus();
      else if (path !== null) setField({ step: id, field: path });
    });
  };
  const goToProblem = (direction: 1 | -1) => {
    const next = nextProblem(problems, atProblem.current, direction);
    atProblem.current = next;
    if (next === null) return setSaid("No problems");
    setDrawer("problems");
    showProblem(next);
    setSaid(`${next.severity === "error" ? "Error" : "Warning"}: ${next.message}`);
  };
  const repair = (problem: Problem) => {
    if (problem.step === null || !problem.repair) return;
    reveal(problem.step);
    const step = stepOf(store.get().document, problem.step);
    const next = step ? repaired(step, problem.repair) : null;
    if (next === null) return void toast.error("This setting has changed meanwhile; look at it again.");
    store.edit((current) => updateStep(current, next));
    setSaid(`Fixed: ${problem.message}`);
  };
  const openStep = (id: string) => {
    store.select([id]);
    setWide(true);
  };
  const sampleMenu = <SampleMenu flow={flow} environment={environment} value={sample} onChange={setSample} canEdit={canEdit} />;
  const goTo = (found: Found) => {
    if (found.what === "note") {
      store.enter(whole.notes?.find((note) => note.id === found.id)?.frame ?? null);
      store.select([], [found.id]);
      canvas.current?.fit([NOTE + found.id]);
      return;
    }
    const group = found.what === "group" ? whole.groups?.find((each) => each.id === found.id) : undefined;
    const [first = found.id] = group?.steps ?? [];
    reveal(first);
    if (group) store.select(group.steps);
    setField(null);
    const { id, path } = found;
    // anew, also when it is the same place as before
    if (path !== null) requestAnimationFrame(() => setField({ step: id, field: path }));
  };
  const desk: Desk = {
    store,
    actions,
    canEdit,
    canvas: () => canvas.current,
    pick: setRequest,
    doors: {
      refuse: (why) => toast.error(why),
      tool: setTool,
      tidy,
      testRun: () => testRun(),
      save: onSave,
      open: openStep,
      field: (name) =>
        requestAnimationFrame(() => {
          const field = panel.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);
          field?.focus();
          field?.select();
        }),
      reveal,
      leaveFrame: () => frame !== null && designer.enter(placeOf(whole, frame)?.frames.at(-1)?.id ?? null),
      drawer: setDrawer,
      problem: goToProblem,
      overlay: overlay.toggle,
      dialog: (which) => {
        if (which === "publish") onSave();
        setDialog(which);
      },
      find: (how) => {
        setFinding(true);
        if (how === "open") finder.current?.focus();
        else finder.current?.go(how === "next" ? 1 : -1);
      },
      commands: () => setDialog("commands"),
      keys: () => setDialog("keys"),
    },
  };
  useEffect(() => {
    latestDesk.current = desk;
  });
  useCommandKeys(desk, chosenKeys);
  useEffect(() => claimDoor("palette", () => setDialog("commands")), []);
  useEffect(() => claimDoor("keys", () => setDialog("keys")), []);

  const [only] = selection.steps;
  const step = selection.steps.length === 1 && only ? stepOf(document, only) : undefined;

  return (
    <DesignerProvider designer={designer}>
      <div className={styles.screen}>
        <TopBar
          problems={problems}
          isRunning={isRunning}
          latestVersion={latestVersion}
          frozen={version === null ? null : "This is a version: open the draft to publish changes"}
          state={
            <Tag
              className={version === null ? styles.wideOnly : undefined}
              title={deployed ? `Version ${deployed.version} runs in ${environment}` : `Nothing runs in ${environment} yet`}
            >
              {version === null ? `Draft${latestVersion === null ? "" : `, from v${draft.fromVersion ?? latestVersion}`}` : `Version ${version}`}
            </Tag>
          }
          saveNote={
            <>
              <SaveNote onRetry={onSave} onCompare={() => setDialog("conflict")} />
              <PeopleHere others={others} onGo={reveal} />
            </>
          }
          samples={sampleMenu}
          menu={<VersionsMenu version={version} />}
          onProblems={() => setDrawer(drawer === "problems" ? null : "problems")}
          onTestRun={() => testRun()}
          onPublish={() => {
            onSave();
            setDialog("publish");
          }}
          onDeploy={() => setDialog("deploy")}
          onBacktest={() => setDialog("backtest")}
        />
        <div className={styles.body}>
          <aside className={styles.left} aria-label="Steps and outline">
            {canEdit && <StepPalette canvasRef={canvas} />}
            <Outline ref={outline} problems={problems} marks={marks} onOpen={openStep} />
          </aside>
          <div className={styles.mid}>
            <CanvasMenu desk={desk}>
              <Canvas
                ref={canvas}
                problems={problems}
                marks={marks}
                counts={overlay.counts}
                tool={tool}
                isTidying={isTidying}
                onTool={setTool}
                onTidy={tidy}
                onOpen={openStep}
              >
                {isFinding && (
                  <FindPanel
                    ref={finder}
                    onGo={goTo}
                    onClose={() => {
                      setFinding(false);
                      canvas.current?.focus(store.get().selection.steps[0] ?? null);
                    }}
                  />
                )}
                {frame !== null && <FrameTrail onLeave={() => requestAnimationFrame(() => canvas.current?.fit())} />}
                {document.steps.length === 0 && <EmptyCanvas />}
                <OthersLayer others={others} />
                {overlay.isOn && <OverlayBar overlay={overlay} />}
              </Canvas>
            </CanvasMenu>
            <Drawer
              tab={drawer}
              onTab={setDrawer}
              problems={problems}
              run={run}
              sample={sample?.name ?? null}
              latestVersion={latestVersion}
              onProblem={(problem) => {
                atProblem.current = problem;
                showProblem(problem);
              }}
              onRepair={canEdit ? repair : null}
              samples={<SamplesPanel chosen={sample} onChoose={setSample} />}
              testRun={
                run ? (
                  <TestRunPanel
                    run={run}
                    document={whole}
                    selectedStep={step?.id ?? null}
                    onSelectStep={reveal}
                    onClose={() => setDrawer(null)}
                    onRunAgain={testRun}
                  />
                ) : (
                  <p className="px-4 py-6 text-13 text-ink-3">
                    Nothing was run yet. A test run follows the draft with the sample and describes what it would do; nothing is written anywhere.
                  </p>
                )
              }
            />
          </div>
          <Inspector
            ref={panel}
            problems={problems}
            sample={sample}
            run={run}
            field={field}
            onClose={(id) => (outline.current?.isHome() ? outline.current.focus(id) : canvas.current?.focus(id))}
            isWide={isWide}
            onWide={setWide}
            sampleMenu={sampleMenu}
            isRunning={isRunning}
            onRun={(until, pins) => testRun({}, pins === undefined ? { until } : { until, pins })}
            onGo={reveal}
          />
        </div>
        <p role="status" className="sr-only">
          {said}
        </p>
      </div>
      <CommandPalette desk={desk} open={dialog === "commands"} onClose={() => setDialog(null)} />
      <DesignerKeysDialog open={dialog === "keys"} onClose={() => setDialog(null)} />
      <StepPicker request={request} onClose={() => setRequest(null)} />
      {asked !== null && <ContinuationDialog id={asked} onClose={() => setAsked(null)} />}
      <PublishDialog
        open={dialog === "publish"}
        onOpenChange={(open) => setDialog(open ? "publish" : null)}
        flow={flow}
        environment={environment}
        revision={saved.revision}
        document={whole}
        problems={problems}
        latestVersion={latestVersion}
        onPublished={(number) => {
          setPublished(number);
          void queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
        }}
        onSelectProblem={showProblem}
      />
      {latestVersion !== null && (
        <DeployDialog
          open={dialog === "deploy"}
          onOpenChange={(open) => setDialog(open ? "deploy" : null)}
          flow={flow}
          version={version ?? latestVersion}
          environment={environment}
        />
      )}
      <BacktestDialog
        open={dialog === "backtest"}
        onOpenChange={(open) => setDialog(open ? "backtest" : null)}
        flow={flow}
        environment={environment}
        document={whole}
      />
      {saving.kind === "conflict" && (
        <ConflictDialog
          state={state}
          theirs={saving.theirs}
          open={dialog === "conflict"}
          onOpenChange={(open) => setDialog(open ? "conflict" : null)}
          onResolve={(merged) => {
            setDialog(null);
            store.resolve({ theirs: saving.theirs, document: merged });
            onSave();
          }}
        />
      )}
    </DesignerProvider>
  );
}
