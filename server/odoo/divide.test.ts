import { describe, expect, test } from "vitest";
import { business, StepFailure, technical } from "#flow/failure.ts";
import { Blamed, divided } from "./divide.ts";

const refusal = (what: string) => business("invalid-data", "odoo.validation", what);

function odooThatRefuses(bad: Set<number>, { names }: { names: boolean }) {
  const calls: number[] = [];
  return {
    calls,
    work: async (items: readonly number[]) => {
      calls.push(items.length);
      const blamed = new Map(items.flatMap((item, index): [number, StepFailure][] => (bad.has(item) ? [[index, refusal(`bad ${item}`)]] : [])));
      const [first] = blamed.values();
      if (first === undefined) return items.map((item) => `done ${item}`);
      throw names ? new Blamed(first, blamed) : first;
    },
  };
}

const said = (results: (string | StepFailure)[]) => results.map((result) => (result instanceof StepFailure ? result.failure.message : result));

describe("work that is taken or refused as a whole", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const wanted = (bad: Set<number>) => items.map((item) => (bad.has(item) ? `bad ${item}` : `done ${item}`));

  test("is one call where nothing is refused", async () => {
    const odoo = odooThatRefuses(new Set(), { names: false });
    expect(said(await divided(items, odoo.work))).toEqual(wanted(new Set()));
    expect(odoo.calls).toEqual([100]);
  });

  test("is one call more for those that were named", async () => {
    const bad = new Set([3, 50, 99]);
    const odoo = odooThatRefuses(bad, { names: true });
    expect(said(await divided(items, odoo.work))).toEqual(wanted(bad));
    expect(odoo.calls).toEqual([100, 97]);
  });

  test("is halved until the bad one is alone where nobody was named", async () => {
    const bad = new Set([42]);
    const odoo = odooThatRefuses(bad, { names: false });
    expect(said(await divided(items, odoo.work))).toEqual(wanted(bad));
    expect(odoo.calls.length).toBeLessThan(20);
  });

  test("is not divided for trouble that would meet every record", async () => {
    const calls: number[] = [];
    const away = divided(items, async (some) => {
      calls.push(some.length);
      throw technical("unavailable", "odoo.unavailable", "away", { retryable: true });
    });
    await expect(away).rejects.toBeInstanceOf(StepFailure);
    expect(calls).toEqual([100]);
  });
});
