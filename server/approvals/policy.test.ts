import { describe, expect, test } from "vitest";
import type { Actor } from "#server/app.ts";
import { mayDecide, needed, settledBy } from "./policy.ts";
import type { Question } from "./policy.ts";
import type { Decision, Person } from "./rows.ts";

const person = (id: string, role = "approver", groups: string[] = []): Person => ({
  id,
  name: id[0]?.toUpperCase() + id.slice(1),
  email: `${id}@x.example`,
  role,
  groups,
});
const people = [person("priya"), person("elena"), person("claire", "approver", ["directors"]), person("tom", "administrator"), person("noor", "viewer")];
const actor = (id: string): Actor => {
  const found = people.find((each) => each.id === id);
  return { kind: "person", id, name: found?.name ?? id, role: (found?.role ?? "viewer") as Actor["role"], email: `${id}@x.example` };
};
const vote = (by: string, outcome: Decision["outcome"] = "approved", withdrawn = false): Decision => ({
  id: `${by}-${outcome}`,
  outcome,
  reason: null,
  byKind: "person",
  byId: by,
  byName: by,
  at: "2026-01-01T00:00:00.000Z",
  withdrawnAt: withdrawn ? "2026-01-01T00:00:01.000Z" : null,
  rechecked: true,
});
const question = (over: Partial<Question> = {}): Question => ({
  state: "open",
  assignees: { people: [], groups: [], roles: ["approver"] },
  policy: { kind: "any" },
  starters: [],
  decisions: [],
  ...over,
});
const named = (...names: string[]) => ({ people: names, groups: [], roles: [] });
const why = (q: Question, by: Actor) => {
  const may = mayDecide(q, by, people);
  return may.ok ? null : may.code;
};

describe("who may decide", () => {
  test("people are found by id, by address in any case, by group and by role", () => {
    expect(why(question({ assignees: named("priya") }), actor("priya"))).toBeNull();
    expect(why(question({ assignees: named("PRIYA@x.example") }), actor("priya"))).toBeNull();
    expect(why(question({ assignees: { people: [], groups: ["directors"], roles: [] } }), actor("claire"))).toBeNull();
    expect(why(question(), actor("elena"))).toBeNull();
    expect(why(question({ assignees: named() }), actor("elena"))).toBeNull();
  });

  test("nobody else may, and each refusal has its reason", () => {
    expect(why(question({ assignees: named("elena") }), actor("priya"))).toBe("approval.not_asked");
    expect(why(question({ assignees: { people: [], groups: ["directors"], roles: [] } }), actor("priya"))).toBe("approval.not_asked");
    expect(why(question({ assignees: named("noor") }), actor("noor"))).toBe("approval.role");
    expect(why(question({ state: "done" }), actor("priya"))).toBe("approval.closed");
    expect(why(question({ decisions: [vote("priya")] }), actor("priya"))).toBe("approval.voted");
  });

  test("four eyes: the person who started the run may not decide it, whether known by id or by address", () => {
    expect(why(question({ policy: { kind: "any", fourEyes: true }, starters: ["priya"] }), actor("priya"))).toBe("approval.four_eyes");
    expect(why(question({ policy: { kind: "any", fourEyes: true }, starters: ["priya@x.example"] }), actor("priya"))).toBe("approval.four_eyes");
    expect(why(question({ policy: { kind: "any", fourEyes: true }, starters: ["priya"] }), actor("elena"))).toBeNull();
    expect(why(question({ starters: ["priya"] }), actor("priya"))).toBeNull();
  });

  test("a sequence asks one after the other", () => {
    const sequence = (...decisions: Decision[]) => question({ policy: { kind: "sequence" }, assignees: named("elena@x.example", "priya"), decisions });
    expect(why(sequence(), actor("priya"))).toBe("approval.not_your_turn");
    expect(why(sequence(), actor("elena"))).toBeNull();
    expect(why(sequence(vote("elena")), actor("priya"))).toBeNull();
  });

  test("an administrator's key may decide anything", () => {
    const key: Actor = { kind: "api-key", id: "k1", name: "CI", role: "administrator" };
    expect(why(question({ assignees: named("elena") }), key)).toBeNull();
  });

  test("who took a decision back may decide again", () => {
    expect(why(question({ decisions: [vote("priya", "approved", true)] }), actor("priya"))).toBeNull();
  });
});

describe("when it is settled", () => {
  test("any: by the first approval", () => {
    expect(settledBy(question(), people)).toBeNull();
    expect(settledBy(question({ decisions: [vote("priya")] }), people)).toBe("approved");
  });

  test("quorum: by n approvals, not before", () => {
    const quorum = (...decisions: Decision[]) => question({ policy: { kind: "quorum", n: 2 }, decisions });
    expect(settledBy(quorum(vote("priya")), people)).toBeNull();
    expect(settledBy(quorum(vote("priya"), vote("elena", "approved", true)), people)).toBeNull();
    expect(settledBy(quorum(vote("priya"), vote("elena")), people)).toBe("approved");
  });

  test("all: by everybody who is asked, the starter left out under four eyes", () => {
    const all = (fourEyes: boolean, ...decisions: Decision[]) => question({ policy: { kind: "all", fourEyes }, starters: ["claire"], decisions });
    expect(needed(all(false), people)).toBe(3);
    expect(settledBy(all(false, vote("priya"), vote("elena")), people)).toBeNull();
    expect(settledBy(all(false, vote("priya"), vote("elena"), vote("tom")), people)).toBeNull();
    expect(settledBy(all(false, vote("priya"), vote("elena"), vote("claire")), people)).toBe("approved");
    expect(settledBy(all(true, vote("priya"), vote("elena")), people)).toBe("approved");
  });

  test("one rejection or request for changes settles every policy", () => {
    for (const kind of ["any", "all", "quorum", "sequence"] as const) {
      expect(settledBy(question({ policy: { kind, n: 3 }, decisions: [vote("priya"), vote("elena", "rejected")] }), people)).toBe("rejected");
      expect(settledBy(question({ policy: { kind, n: 3 }, decisions: [vote("priya", "changes")] }), people)).toBe("changes");
    }
  });
});
