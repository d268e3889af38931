"use client";

import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  type Connection,
  ConnectionLineType,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  SelectionMode,
  useConnection,
  useKeyPress,
  useReactFlow,
  type Viewport,
} from "@xyflow/react";
import {
  type FocusEvent,
  memo,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { connection } from "#flow/edit.ts";
import type { Spot } from "#flow/placement.ts";
import { GRID, onGrid, sizeOf } from "#flow/placement.ts";
import type { Problem } from "#flow/problem.ts";
import { findFace } from "#flow/steps/faces.ts";
import { useSteady } from "#components/ui/use-steady.ts";
import { useDesigner, useDesignerState } from "../context.tsx";
import type { StepCounts } from "#server/app.ts";
import { annotationsOf, type Annotations, NOTE, notesOf } from "../notes/graph.ts";
import { GroupNode } from "../notes/group-node.tsx";
import { NoteNode } from "../notes/note-node.tsx";
import type { RunMarks } from "../run-marks.ts";
import { CanvasTools, type Tool } from "./canvas-tools.tsx";
import { Arrows, FlowEdge, type FlowEdgeType } from "./flow-edge.tsx";
import { FarEdges } from "./far-edges.tsx";
import { createGraph } from "./graph.ts";
import { isStanding, mergeNotes, type NoteMoves, readChanges } from "./changes.ts";
import { Guides } from "./guides.tsx";
import { lineAt } from "./line.ts";
import { mapBoxes } from "./map-picture.ts";
import { usePacedDocument } from "../paced-document.ts";
import { pressedStep } from "./press.ts";
import { useSeen } from "./seen.ts";
import { StepNode, type StepNodeType } from "./step-node.tsx";
import { type Camera, useCamera } from "./use-camera.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import { rememberedViewport, rememberViewport } from "./viewport-memory.ts";
import { ViewState } from "./view-state.tsx";
import { useIsFar } from "./zoom-level.tsx";
import styles from "./canvas.module.css";

const NODE_TYPES = { step: StepNode, note: NoteNode, "group-frame": GroupNode };
type CanvasNode = StepNodeType | Annotations[number];
const EDGE_TYPES = { flow: FlowEdge };
/** how near to an edge a dragged step counts as dropped into it */
const EDGE_REACH = 26;
/** how near to a line a click far away must be, px of the window */
const HIT = 6;
/** from this many steps on, only those in view are in the page; below it, none has to be made while the canvas moves */
const MANY_STEPS = 150;

const PAN_KEY = "Space";
const SEVERAL = ["Shift", "Meta", "Control"];
const SNAP: [number, number] = [GRID, GRID];
/** buttons of the mouse that pan */
const PANS: Record<Tool, number[]> = { select: [1], pan: [0, 1] };

const NO_NODES: CanvasNode[] = [];
const NO_EDGES: FlowEdgeType[] = [];
const NO_ANNOTATIONS: Annotations = [];

/** What the rest of the designer may ask of the canvas. */
export type CanvasHandle = Omit<Camera, "begin"> & {
  /** the edge under a dragged step, which lights up, at the first of these places that has one; none clears it */
  aim: (...at: Spot[]) => string | null;
};

export const Canvas = memo(function Canvas({
  ref,
  problems,
  marks,
  counts,
  isOverlaid,
  tool,
  isTidying,
  onTool,
  onTidy,
  onOpen,
  children,
}: {
  ref: Ref<CanvasHandle>;
  problems: readonly Problem[];
  marks: RunMarks;
  /** how many runs stand at a step, where somebody wants to see it */
  counts?: ReadonlyMap<string, StepCounts> | undefined;
  /** it is shown where runs stand; absent where that is nobody's question */
  isOverlaid?: boolean;
  tool: Tool;
  /** steps glide to their new places */
  isTidying: boolean;
  onTool: (tool: Tool) => void;
  onTidy: () => void;
  /** a step was opened by Enter or a double click */
  onOpen: (id: string) => void;
  children?: ReactNode;
}) {
  const { store, actions, canEdit, pick, flow } = useDesigner();
  const document = usePacedDocument(store, "document");
  const selection = useDesignerState((state) => state.selection);
  const [dragged, setDragged] = useState<Record<string, Spot> | null>(null);
  const [movingNotes, setMovingNotes] = useState<NoteMoves>({});
  const frame = useDesignerState((state) => state.frame);
  const [dropEdge, setDropEdge] = useState<string | null>(null);
  const isFree = useKeyPress(["Alt"]);
  const isPanning = useKeyPress(PAN_KEY);
  const wrapper = useRef<HTMLDivElement>(null);
  const pointer = useRef<{ x: number; y: number } | null>(null);
  const view = useReactFlow();
  const [beginning] = useState(() => {
    const start = rememberedViewport(flow);
    return start ? { defaultViewport: start } : {};
  });
  // a flow that nobody has looked at here is shown whole, once there is something on it: nothing is drawn at a place that it leaves at once
  const [isPlaced, setPlaced] = useState("defaultViewport" in beginning);
  const seen = useSeen(document.steps.length > MANY_STEPS);
  const part = isPlaced ? seen : null;
  const wireFrom = useConnection(({ inProgress, fromNode }) => (inProgress ? fromNode.id : null));

  const isFar = useIsFar();
  const [draw] = useState(createGraph);
  const graph = useMemo(
    () => draw({ document, dragged, selection, problems, marks, counts, dropEdge, wireFrom, canEdit, isFar, part }),
    [draw, document, dragged, selection, problems, marks, counts, dropEdge, wireFrom, canEdit, isFar, part],
  );
  const { groups, notes, layout, steps } = document;
  // drawn apart from the steps: a flow without any has nothing to look through
  const annotations = useMemo(
    () =>
      groups || notes
        ? annotationsOf({ document: { groups, notes, steps }, frame, places: { ...layout, ...dragged }, moving: movingNotes, selected: selection, canEdit })
        : NO_ANNOTATIONS,
    [groups, notes, steps, layout, frame, dragged, movingNotes, selection, canEdit],
  );
  const nodes = useMemo<CanvasNode[]>(
    () => (part === null ? NO_NODES : annotations.length > 0 ? [...annotations, ...graph.nodes] : graph.nodes),
    [part, annotations, graph.nodes],
  );
  const map = useMemo(() => mapBoxes(graph.geometry.shapes, notesOf(annotations), selection.steps), [graph.geometry, annotations, selection.steps]);
  const geometry = useRef(graph.geometry);
  useLayoutEffect(() => {
    geometry.current = graph.geometry;
  });
  const camera = useCamera({ wrapper, geometry, annotations });
  useLayoutEffect(() => {
    if (isPlaced || seen === null || graph.geometry.shapes.size + annotations.length === 0) return;
    camera.begin();
    setPlaced(true);
  });
  useKeptFocus(wrapper, () => {
    const [next] = store.get().selection.steps;
    if (next === undefined) camera.focus(null);
    else camera.reveal(next, { focus: true });
  });
  useImperativeHandle(ref, (): CanvasHandle => ({ ...camera, aim }));

  function aim(...at: Spot[]): string | null {
    const key = at.reduce<string | null>((found, each) => found ?? lineAt(geometry.current.lines, each, EDGE_REACH)?.key ?? null, null);
    setDropEdge(key);
    return key;
  }

  /** Where the pointer is: a hand aims with it. The library lets a step lag behind it by the drag's first hop, which a busy machine makes long. */
  function pointed(): Spot[] {
    if (!pointer.current) return [];
    const { x, y } = view.screenToFlowPosition(pointer.current);
    return [[x, y]];
  }

  // the library tells every box of every handler that it has not seen before
  const onNodesChange = useSteady((changes: NodeChange<CanvasNode>[]) => {
    const { document: drawn, selection: chosen } = store.get();
    const { picked, moves, notes, isOver, lone } = readChanges(changes, drawn, chosen);
    if (picked) store.select(picked.steps, picked.notes);
    if (Object.keys(moves).length === 0 && Object.keys(notes).length === 0) return;
    const at = lone === null ? undefined : moves[lone];
    // one that stands alone can be dropped into an edge
    const step = at && drawn.steps.find((each) => each.id === lone);
    const isLone = step && !drawn.edges.some((edge) => edge.from === lone || edge.to === lone) && !findFace(step.type)?.trigger;
    const target = isLone && canEdit ? aim(...pointed(), [at[0] + sizeOf(step).width / 2, at[1] + sizeOf(step).height / 2]) : null;
    if (!isOver) {
      if (Object.keys(moves).length > 0) setDragged((current) => (current && isStanding(current, moves) ? current : { ...current, ...moves }));
      if (Object.keys(notes).length > 0) setMovingNotes((current) => mergeNotes(current, notes));
      return;
    }
    setDragged(null);
    setMovingNotes({});
    if (dropEdge !== null) setDropEdge(null);
    if (target !== null && at && lone !== null) actions.insert(lone, target, at);
    else actions.move(moves, mergeNotes(movingNotes, notes));
  });
  /** The keyboard's focus is the selection: what Delete, Enter and the letters act on. */
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const id = event.target.matches(".react-flow__node:focus-visible") ? event.target.dataset.id : undefined;
    const { steps: chosen, notes: pinned } = store.get().selection;
    if (id?.startsWith(NOTE)) {
      if (!pinned.includes(id.slice(NOTE.length))) store.select([], [id.slice(NOTE.length)]);
    } else if (id && !chosen.includes(id)) store.select([id]);
  };
  const onPress = (event: PointerEvent<HTMLElement>) => {
    const id = tool === "select" && !isPanning ? pressedStep(event) : null;
    // one of several may be about to be dragged with the others: its click chooses it alone
    if (id !== null && !store.get().selection.steps.includes(id)) store.select([id]);
  };
  const onNodeClick = useSteady((event: MouseEvent, node: CanvasNode) => {
    // a click on one of several is meant for that one
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (node.type === "step") store.select([node.id]);
    else if (node.type === "note") store.select([], [node.id.slice(NOTE.length)]);
  });
  const onNodeDoubleClick = useSteady((_: MouseEvent, node: CanvasNode) => {
    if (node.type === "step") onOpen(node.id);
  });
  const onEdgeClick = useSteady((_: MouseEvent, edge: FlowEdgeType) => store.selectEdge(edge.id));
  const onPaneClick = useSteady((event: MouseEvent) => {
    // far away the lines have no elements that could be hit
    const at = view.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const hit = isFar ? lineAt(graph.geometry.lines, [at.x, at.y], HIT / view.getZoom()) : null;
    if (!hit) return store.select([]);
    // the library lets go of the chosen steps once this is heard
    queueMicrotask(() => store.selectEdge(hit.key));
  });
  const onConnect = useSteady((wire: Connection) => actions.connect({ step: wire.source, port: wire.sourceHandle ?? "out" }, wire.target));
  const onMoveEnd = useSteady((_: unknown, viewport: Viewport) => {
    // it opens on the flow itself: where one looked inside a frame is nowhere there
    if (store.get().frame === null) rememberViewport(flow, viewport);
  });
  const fits = useSteady(
    (wire: Connection | FlowEdgeType) =>
      connection(store.get().document, { from: { step: wire.source, port: wire.sourceHandle ?? "out" }, to: wire.target }).why === null,
  );
  const onConnectEnd = useSteady<Parameters<OnConnectEnd>, void>((event, wire) => {
    if (wire.isValid || !wire.fromNode || !wire.fromHandle) return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    if (!point) return;
    const hit = window.document.elementFromPoint(point.clientX, point.clientY)?.closest<HTMLElement>(".react-flow__node-step");
    const id = hit?.dataset.id;
    if (wire.fromHandle.type === "target") {
      if (id && id !== wire.fromNode.id) actions.connect({ step: id, port: "out" }, wire.fromNode.id);
      return;
    }
    const from = { step: wire.fromNode.id, port: wire.fromHandle.id ?? "out" };
    // dropped on a step's body: it is meant as much as its port
    if (id) {
      if (id !== from.step) actions.connect(from, id);
      return;
    }
    const { x, y } = view.screenToFlowPosition({ x: point.clientX, y: point.clientY });
    pick({ place: { kind: "after", from, at: onGrid([x - sizeOf({ type: "" }).width / 2, y]) }, from, near: { x: point.clientX, y: point.clientY } });
  });

  return (
    <section
      ref={wrapper}
      tabIndex={-1}
      aria-label="Canvas"
      className={styles.canvas}
      data-tool={tool}
      data-tidying={isTidying || undefined}
      onFocus={onFocus}
      onPointerDown={onPress}
      onPointerMoveCapture={(event) => {
        pointer.current = { x: event.clientX, y: event.clientY };
      }}
    >
      <Arrows />
      <ReactFlow<CanvasNode, FlowEdgeType>
        className={styles.flow}
        nodes={nodes}
        edges={isFar ? NO_EDGES : graph.edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgeClick={onEdgeClick}
        onPaneClick={onPaneClick}
        onNodeClick={onNodeClick}
        onNodeDoubleClick={onNodeDoubleClick}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={fits}
        connectionLineType={ConnectionLineType.SmoothStep}
        connectionRadius={30}
        edgesReconnectable={false}
        nodesConnectable={canEdit}
        onlyRenderVisibleElements={document.steps.length > MANY_STEPS}
        elementsSelectable
        nodesFocusable
        edgesFocusable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={SEVERAL}
        // our own keys do it: one undo for a series of arrows, Tab along the edges
        disableKeyboardA11y
        selectionOnDrag={tool === "select"}
        selectionMode={SelectionMode.Partial}
        // the right button opens the menu
        panOnDrag={PANS[tool]}
        panOnScroll
        panActivationKeyCode={PAN_KEY}
        zoomOnDoubleClick={false}
        minZoom={0.25}
        maxZoom={2}
        snapToGrid={!isFree}
        snapGrid={SNAP}
        nodeDragThreshold={3}
        {...beginning}
        onMoveEnd={onMoveEnd}
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={2} offset={[0, 0]} color="var(--canvas-dot)" />
        {isFar && <FarEdges lines={graph.geometry.lines} taken={marks.taken} selected={selection.edge} aimed={dropEdge} />}
        {dragged && <Guides geometry={graph.geometry} moving={Object.keys(dragged)} />}
        <ViewState wrapper={wrapper} />
        {graph.geometry.shapes.size > 0 && <CanvasTools tool={tool} onTool={onTool} onTidy={onTidy} isOverlaid={isOverlaid} map={map} />}
      </ReactFlow>
      {children}
    </section>
  );
});
