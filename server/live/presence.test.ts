import { expect, test } from "vitest";
import type { Actor, LiveMessage } from "#server/app.ts";
import { createPresence } from "./presence.ts";

const person = (id: string, name: string): Actor => ({ kind: "person", id, name, role: "viewer" });
const hanna = person("hanna", "Hanna Lind");
const noor = person("noor", "Noor Haddad");

/** Two processes that hear each other, and a clock that is moved. */
function open() {
  let now = 0;
  const hearers = new Set<(message: LiveMessage | undefined) => void>();
  const told: LiveMessage[] = [];
  const room = () =>
    createPresence({
      clock: { now: () => now },
      announce: async (message) => {
        told.push(message);
        for (const hear of hearers) hear(message);
      },
      live: {
        onMessage: (hear) => {
          hearers.add(hear);
          return () => hearers.delete(hear);
        },
      },
    });
  return { here: room(), there: room(), told, pass: (ms: number) => (now += ms) };
}
const at = (flow: string, page: string, step: string | null = null) => ({ flow, page, step });

test("who looks at a flow is known in every process, under the name of the session, with the step", async () => {
  const { here, there } = open();
  await here.look(hanna, at("won", "a", "map"));
  expect(await there.look(noor, at("won", "b"))).toEqual([
    { page: "a", person: { id: "hanna", name: "Hanna Lind" }, step: "map" },
    { page: "b", person: { id: "noor", name: "Noor Haddad" }, step: null },
  ]);
  expect(await there.look(noor, at("other", "b"))).toHaveLength(1);
  expect([here.isHere("won", "noor"), here.isHere("won", "priya")]).toEqual([true, false]);
});

test("nobody moves somebody else by using the name of their page", async () => {
  const { here } = open();
  await here.look(hanna, at("won", "a", "map"));
  expect(await here.look(noor, at("won", "a", "size"))).toMatchObject([{ person: { id: "hanna" }, step: "map" }, { person: { id: "noor" } }]);
});

test("who leaves is gone at once, and who says nothing after a while", async () => {
  const { here, there, pass } = open();
  await here.look(hanna, at("won", "a"));
  await here.look(noor, at("won", "b"));
  expect(await here.look(noor, { ...at("won", "b"), leaves: true })).toMatchObject([{ person: { id: "hanna" } }]);
  pass(26_000);
  expect(there.isHere("won", "hanna")).toBe(false);
  expect(await there.look(noor, at("won", "b"))).toMatchObject([{ person: { id: "noor" } }]);
});

test("who never rests is told of no more than so often, and a program is nobody who looks", async () => {
  const { here, told, pass } = open();
  for (let number = 0; number < 200; number += 1) await here.look(hanna, at("won", "a", `step_${number}`));
  expect(told).toHaveLength(30);
  expect(await here.look(noor, at("won", "b"))).toMatchObject([{ step: "step_199" }, { person: { id: "noor" } }]);
  pass(11_000);
  await here.look(hanna, at("won", "a", "last"));
  expect(told.at(-1)).toMatchObject({ here: { step: "last" } });
  expect(await here.look({ ...hanna, kind: "api-key" }, at("won", "k"))).toEqual([]);
});

test("however many windows one person opens, they do not fill the memory", async () => {
  const { here, pass } = open();
  for (let number = 0; number < 40; number += 1) {
    pass(500);
    await here.look(hanna, at("won", `page ${number}`));
  }
  expect((await here.look(hanna, at("won", "page 39"))).length).toBeLessThanOrEqual(10);
});
