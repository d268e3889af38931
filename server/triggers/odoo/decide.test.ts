import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import type { OdooRecord } from "./decide.ts";

const began = "2026-11-24 10:00:00";
const config = { model: "crm.lead", fields: ["stage_id", "tag_ids"], on: "both" as const };
const record = (q: Partial<OdooRecord> = {}): OdooRecord => ({
  id: 7,
  written: "2026-11-24 11:00:00",
  created: "2026-11-01 08:00:00",
  writer: 2,
  values: { stage_id: [3, "Won"], tag_ids: [2, 1] },
  isInside: true,
  ...q,
});
const known = (held: Record<string, never> | Record<string, unknown>, q: { written?: string; is_inside?: boolean; again?: number } = {}) => ({
  revision: 4,
  written: "2026-11-24 10:30:00",
  again: 0,
  is_inside: true,
  held: held as never,
  ...q,
});
const look = (q: Partial<Parameters<typeof decide>[0]> = {}) => decide({ config, began, mode: "look", known: null, record: record(), ...q });

describe("a look at a record", () => {
  test("tells a watched value that differs, with what was there; another name of a reference and another order of a list differ in nothing", () => {
    expect(look({ known: known({ stage_id: [3, "Victory"], tag_ids: [1, 2] }) }).change).toBeNull();
    expect(look({ known: known({ stage_id: [2, "Proposition"], tag_ids: [1, 2] }) }).change).toMatchObject({
      kind: "updated",
      changed: ["stage_id"],
      old: { stage_id: [2, "Proposition"], tag_ids: [1, 2] },
    });
  });

  test("knows a new record from one that came into the domain, and asks what the trigger wants", () => {
    expect(look({ record: record({ created: "2026-11-24 10:59:00" }) }).change).toMatchObject({ kind: "created", old: null });
    expect(look().change).toMatchObject({ kind: "updated", changed: config.fields, old: null });
    expect(look({ config: { ...config, on: "created" } }).change).toBeNull();
    expect(look({ config: { ...config, on: "deleted" }, record: record({ created: "2026-11-24 10:59:00" }) }).change).toBeNull();
  });

  test("keeps of a long value only whether it is the same, and says then that the old one is not known", () => {
    const long = { ...config, fields: ["description"] };
    const first = look({ config: long, record: record({ values: { description: "x".repeat(5_000) } }) });
    expect(JSON.stringify(first.keep).length).toBeLessThan(300);
    const held = known(first.keep?.held ?? {});
    expect(look({ config: long, known: held, record: record({ values: { description: "x".repeat(5_000) } }) }).change).toBeNull();
    expect(look({ config: long, known: held, record: record({ values: { description: "y" } }) }).change).toMatchObject({ old: { description: null } });
  });

  test("gives changes of one second names of their own", () => {
    const second = { written: "2026-11-24 11:00:00" };
    const a = look({ known: known({ stage_id: 2, tag_ids: [] }) });
    const b = look({ known: known({ stage_id: 2, tag_ids: [] }, { ...second, again: 0 }) });
    expect(b.change?.origin).toBe(`${a.change?.origin}:1`);
    expect(b.keep).toMatchObject({ again: 1, revision: 4 });
  });

  test("of what stands there is silent, but where earlier settings knew it otherwise", () => {
    expect(look({ mode: "note" })).toMatchObject({ change: null, keep: { revision: 0, is_inside: true } });
    expect(look({ mode: "note", record: record({ isInside: false }) })).toEqual({ change: null, keep: null });
    expect(look({ mode: "note", known: known({ stage_id: [2, "Proposition"] }) }).change).toMatchObject({ changed: ["stage_id"] });
    expect(look({ mode: "note", known: known({ stage_id: [3, "Won"] }) }).change).toBeNull();
    expect(look({ mode: "early", record: record({ written: began }) })).toEqual({ change: null, keep: null });
  });
});
