/**
 * What is asked of each flow, whatever it does: it runs clean; it changes nothing when the same thing or the same data come again; a worker
 * that dies in the middle leaves the same records; and after a business error was put right a replay writes what was missing and no more.
 */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import type { CrashAt } from "#server/engine/crash-points.ts";
import type { World } from "./world.ts";

/** One case of its own, with reference data that nobody else has. */
export type Case = {
  trigger: { [key: string]: Json };
  /** all that the flow may write, as it stands in Odoo and in the systems beside it */
  look: () => Promise<Json>;
};

export type Proof = {
  title: string;
  template: string;
  /** a case that goes through */
  ready: (world: World) => Promise<Case>;
  /** what `look` sees after a run that went through */
  expected: { [key: string]: Json };
  /** where workers die, one after the other */
  deaths: CrashAt[];
  /** a case that meets a business error, what is there when it has, and what puts it right */
  wrong: (world: World) => Promise<Case & { code: string; before: { [key: string]: Json }; correct: () => Promise<unknown>; from: string }>;
};

export function prove(worldOf: () => World, proof: Proof): void {
  const { template, expected } = proof;

  describe(proof.title, () => {
    it("runs clean, and changes nothing when it comes again, is replayed, or comes as news with the same data", async () => {
      const world = worldOf();
      const { trigger, look } = await proof.ready(world);
      const origin = randomUUID();
      const first = await world.arrive(template, trigger, origin);
      await world.ended(first.runId);
      const then = await look();
      expect(then).toMatchObject(expected);
      expect(await world.arrive(template, trigger, origin)).toEqual({ runId: first.runId, duplicate: true });
      for (const q of [{ runId: first.runId }, { runId: first.runId, asNewEvent: true }]) {
        await world.ended((await world.replay(q)).runId);
        expect(await look()).toEqual(then);
      }
    });

    it("survives workers that are killed in the middle, with the same records", async () => {
      const world = worldOf();
      const { trigger, look } = await proof.ready(world);
      await world.unattended();
      const { runId } = await world.arrive(template, trigger);
      try {
        for (const at of proof.deaths) await world.killed(runId, at);
      } finally {
        await world.attended();
      }
      await world.ended(runId);
      expect(await look()).toMatchObject(expected);
    });

    it("stops at a business error, and writes what is missing and no more when that is put right", async () => {
      const world = worldOf();
      const { trigger, look, code, before, correct, from } = await proof.wrong(world);
      const { runId } = await world.arrive(template, trigger);
      expect((await world.ended(runId, "failed")).failure).toMatchObject({ class: "business", code });
      expect(await look()).toMatchObject(before);
      await correct();
      await world.ended((await world.replay({ runId, from })).runId);
      expect(await look()).toMatchObject(expected);
    });
  });
}
