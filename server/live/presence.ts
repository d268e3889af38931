/**
 * Who looks at a flow, and where: kept in the memory of every process that serves pages, told among them by NOTIFY, and written nowhere. Who
 * says nothing for a while is gone. The name comes from the session; a page gives only a name to itself, so that two windows are told apart.
 */
import type { Actor, LiveMessage, PersonHere, Presence } from "#server/app.ts";
import type { Announce, Clock } from "#server/deps.ts";
import type { Live } from "./create.ts";

/** A page says every ten seconds that it is there: twice it may be lost. */
const EXPIRES_MS = 25_000;
/** One person's words per window of time that others are told of; what is more is kept, and heard with the next. */
const MOST = 30;
const WINDOW_MS = 10_000;
/** windows of one person with one flow */
const MOST_PAGES = 10;

type Seen = PersonHere & { until: number };

export type PresenceRoom = Presence & {
  /** whether a person looks at a flow: only those are told who else does */
  isHere: (flow: string, person: string) => boolean;
  close: () => void;
};

export function createPresence(q: { live: Pick<Live, "onMessage">; announce: Announce; clock: Clock }): PresenceRoom {
  const flows = new Map<string, Map<string, Seen>>();
  const spoken = new Map<string, { since: number; count: number }>();

  const note = (message: Extract<LiveMessage, { kind: "presence" }>) => {
    const now = q.clock.now();
    const here = flows.get(message.flow) ?? new Map<string, Seen>();
    const key = `${message.here.person.id} ${message.here.page}`;
    // anew at the end: the longest silent ones stand first
    here.delete(key);
    if (!message.leaves) here.set(key, { ...message.here, until: now + EXPIRES_MS });
    const own = [...here].filter(([, seen]) => seen.person.id === message.here.person.id);
    for (const [oldest] of own.slice(0, Math.max(0, own.length - MOST_PAGES))) here.delete(oldest);
    if (here.size > 0) flows.set(message.flow, here);
    else flows.delete(message.flow);
  };
  const present = (flow: string): Seen[] => {
    const now = q.clock.now();
    const here = flows.get(flow);
    if (!here) return [];
    for (const [key, seen] of here) if (seen.until <= now) here.delete(key);
    if (here.size === 0) flows.delete(flow);
    return [...here.values()];
  };
  const maySpeak = (person: string): boolean => {
    const now = q.clock.now();
    const last = spoken.get(person);
    if (!last || now - last.since > WINDOW_MS) {
      if (spoken.size > 10_000) spoken.clear();
      spoken.set(person, { since: now, count: 1 });
      return true;
    }
    last.count += 1;
    return last.count <= MOST;
  };
  const stop = q.live.onMessage((message) => {
    if (message?.kind === "presence") note(message);
  });

  return {
    look: async (actor: Actor, { flow, page, step, leaves = false }) => {
      if (actor.kind !== "person") return [];
      const here: PersonHere = { page, person: { id: actor.id, name: actor.name }, step };
      const message = { kind: "presence" as const, flow, here, leaves };
      const known = present(flow).find((seen) => seen.page === page && seen.person.id === actor.id);
      note(message);
      // that somebody is still where they were is told, too: other processes forget them otherwise
      if (maySpeak(actor.id)) await q.announce(message);
      else if (!known) flows.get(flow)?.delete(`${actor.id} ${page}`);
      return present(flow).map(({ until: _, ...seen }) => seen);
    },
    isHere: (flow, person) => present(flow).some((seen) => seen.person.id === person),
    close: () => {
      stop();
      flows.clear();
    },
  };
}
