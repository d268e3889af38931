import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { updateFlow } from "#flow/edit.ts";
import type { SaveDraftResult } from "#server/app.ts";
import { startAutosave } from "./autosave.ts";
import type { Backup } from "./backup.ts";
import { createDesignerStore } from "./store.ts";
import { meet, put } from "./takeover.ts";

const document: FlowDocument = { throughline: 1, flow: { key: "x", name: "X" }, steps: [], edges: [] };

/** A server with revisions that can be told to fail. */
function open() {
  const server: { revision: number; document: FlowDocument; answers: boolean; knows: boolean; saves: number } = {
    revision: 1,
    document,
    answers: true,
    knows: true,
    saves: 0,
  };
  const kept: { backup: Backup | null } = { backup: null };
  const store = createDesignerStore({ document, revision: 1, updatedAt: "" });
  const autosave = startAutosave({
    store,
    backup: {
      read: () => kept.backup,
      write: (backup) => void Object.assign(kept, { backup }),
      settle: () => {},
      clear: () => void Object.assign(kept, { backup: null }),
      release: () => {},
    },
    meet: async (...q) => meet(...q),
    explain: () => (server.knows ? { kind: "failed", message: "The server cannot be reached.", retries: true } : { kind: "signed-out" }),
    save: async ({ document: sent, baseRevision }): Promise<SaveDraftResult> => {
      server.saves += 1;
      if (!server.answers) throw new Error("The server cannot be reached.");
      if (baseRevision !== server.revision)
        return { saved: false, conflict: { document: server.document, revision: server.revision, updatedBy: "Hanna", updatedAt: "" } };
      server.revision += 1;
      server.document = sent;
      return { saved: true, revision: server.revision };
    },
  });
  return { store, autosave, server, kept, rename: (name: string) => store.edit((flow) => updateFlow(flow, { name })) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst of changes is saved once, a moment after the last one", async () => {
  const { rename, server, store, kept } = open();
  for (const name of ["A", "B", "C"]) {
    rename(name);
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(server.saves).toBe(0);
  expect(kept.backup?.document.flow.name).toBe("C");
  await vi.advanceTimersByTimeAsync(700);
  expect(server).toMatchObject({ saves: 1, revision: 2 });
  expect(store.get().saving.kind).toBe("saved");
  expect(kept.backup).toBeNull();
});

test("leaving the page saves at once", async () => {
  const { rename, server, autosave } = open();
  rename("A");
  await autosave.flush();
  expect(server.document.flow.name).toBe("A");
});

test("while the server is away, changes are kept here and saved when it is back", async () => {
  const { rename, server, store, kept } = open();
  server.answers = false;
  rename("A");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(store.get().saving).toMatchObject({ kind: "failed", retries: true });
  expect(kept.backup?.document.flow.name).toBe("A");
  server.answers = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.document.flow.name).toBe("A");
  expect(store.get().saving.kind).toBe("saved");
  expect(kept.backup).toBeNull();
});

test("whoever's session has ended keeps the changes, and is not asked for again and again", async () => {
  const { rename, server, store, kept, autosave } = open();
  Object.assign(server, { answers: false, knows: false });
  rename("A");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(store.get().saving).toEqual({ kind: "signed-out" });
  expect(server.saves).toBe(1);
  expect(kept.backup?.document.flow.name).toBe("A");
  // signed in again in another window
  Object.assign(server, { answers: true, knows: true });
  await autosave.flush();
  expect(store.get().saving.kind).toBe("saved");
});

test("somebody else's save is never overwritten before a person has chosen", async () => {
  const { rename, server, store } = open();
  server.revision = 7;
  server.document = updateFlow(document, { name: "Hanna's" });
  rename("Mine");
  await vi.advanceTimersByTimeAsync(1_000);
  const { saving } = store.get();
  if (saving.kind !== "conflict") throw new Error(`expected a conflict, got ${saving.kind}`);
  rename("Mine, later");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.document.flow.name).toBe("Hanna's");
  store.resolve({ theirs: saving.theirs, document: store.get().whole, put });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server).toMatchObject({ revision: 8, document: { flow: { name: "Mine, later" } } });
});

test("what somebody else saved meanwhile is put together with what is drawn here, and both are saved", async () => {
  const { rename, server, store, kept } = open();
  server.revision = 7;
  server.document = updateFlow(document, { owner: "finance" });
  rename("Mine");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server).toMatchObject({ revision: 8, document: { flow: { name: "Mine", owner: "finance" } } });
  expect(store.get().saving.kind).toBe("saved");
  expect(kept.backup).toBeNull();
});

test("what is not saved is kept with what it was drawn on", async () => {
  const { rename, server, kept } = open();
  server.answers = false;
  rename("Mine");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(kept.backup).toMatchObject({ document: { flow: { name: "Mine" } }, base: { flow: { name: "X" } }, revision: 1 });
});

test("a change that is undone before it was sent is not sent", async () => {
  const { rename, server, store, kept } = open();
  rename("A");
  store.undo();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(server.saves).toBe(0);
  expect(kept.backup).toBeNull();
});
