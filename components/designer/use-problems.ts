/** Problems as they arise: the rules of the server, run here, with what is known of this environment and of the chosen sample. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { laterOn } from "#components/ui/later.tsx";
import type { OdooField, OdooModelFact } from "#flow/odoo-shape.ts";
import type { Knowledge, Problem } from "#flow/problem.ts";
import type { OdooMethods, SampleView } from "#server/app.ts";
import { createModelNames } from "./model-names.ts";
import { pacedOf } from "./paced-document.ts";
import { useOtherFlows } from "./panel/use-other-flows.ts";
import { type Rules, startRules } from "./rules/rules.ts";
import type { DesignerStore } from "./store.ts";

/** They come with the schemas of all step types, and the language of expressions. */
const rules = laterOn(async () => startRules(), { soon: true });

/**
 * A pause that is long enough to look, ms. While somebody goes on typing nobody looks, however long that is: the thread of the rules takes a processor
 * from the page that has the next key to draw, and who writes a sentence reads no list of problems meanwhile.
 */
const PAUSE_MS = 400;
/** What kept the rules busy until they were given up is not begun again sooner, ms. */
const AGAIN_MS = 5_000;
/** What is drawn first may never come to an end, where a part of it does not come: they are not waited for longer, ms. */
const LATE_MS = 15_000;

/** Whether the rules have looked at the flow. `failed`: they could not look at what it is now, so the problems are those of an earlier state. */
export type Checking = { kind: "looking" } | { kind: "looked" } | { kind: "failed"; again: () => void };

export function useProblems({ store, environment, sample }: { store: DesignerStore; environment: string; sample: SampleView | null }): {
  problems: readonly Problem[];
  checking: Checking;
} {
  const trpc = useTRPC();
  const actor = useActor();
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }, { enabled: can(actor, "connection.read") }));
  const secrets = useQuery(trpc.connections.secrets.queryOptions({ environment }, { enabled: can(actor, "settings.read") }));
  const people = useQuery(trpc.access.people.queryOptions(undefined, { enabled: can(actor, "people.read"), staleTime: 300_000 }));
  const governed = useQuery(trpc.flows.governed.queryOptions());
  const { flows } = useOtherFlows(environment);
  const odoo = useOdooModels(store, environment);
  const trigger = sample?.trigger;
  const knowledge = useMemo(
    () => ({
      odoo,
      ...(governed.data as Pick<Knowledge, "contracts" | "ownership"> | undefined),
      ...(flows ? { flows } : {}),
      ...(people.data ? { people: people.data.filter((person) => !person.disabled) } : {}),
      ...(trigger === undefined ? {} : { trigger }),
      ...(connections.data ? { connections: connections.data.map(({ key, kind }) => ({ key, kind })) } : {}),
      ...(secrets.data ? { secrets: secrets.data.map((secret) => secret.name) } : {}),
    }),
    [connections.data, secrets.data, people.data, governed.data, flows, odoo, trigger],
  );
  const [found, setFound] = useState<readonly Problem[] | null>(null);
  const [checking, setChecking] = useState<Checking>(LOOKING);
  const [opened] = useState(() => store.get().whole);

  useEffect(() => {
    let seen = store.get().whole;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async () => {
      timer = undefined;
      // what was opened is drawn first
      const { check } = await (seen === opened ? cameOrLate() : rules.ask().catch(() => rules.came));
      if (isOver) return;
      const began = performance.now();
      // without a network they may not have come, and rules have faults like everything else
      const now = await check(seen, knowledge).catch(() => null);
      if (isOver) return;
      setChecking(now ? LOOKED : { kind: "failed", again });
      if (now) setFound((before) => (before && isSame(before, now) ? before : now));
      else timer ??= setTimeout(() => void look(), Math.max(AGAIN_MS, 10 * (performance.now() - began)));
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), PAUSE_MS);
    };
    const again = () => {
      setChecking(LOOKING);
      later();
    };
    later();
    const unsubscribe = store.subscribe(() => {
      const { whole } = store.get();
      if (whole === seen) return;
      seen = whole;
      later();
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store, knowledge, opened]);
  return { problems: found ?? NONE, checking };
}

function cameOrLate(): Promise<Rules> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, LATE_MS));
  return Promise.race([rules.came, late.then(rules.ask)]);
}

const NONE: readonly Problem[] = [];
const LOOKING: Checking = { kind: "looking" };
const LOOKED: Checking = { kind: "looked" };

/** The same words about the same places: nothing has to be drawn again. */
function isSame(a: readonly Problem[], b: readonly Problem[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ code, severity, step, field, message, repair, ways }, index) => {
      const other = b[index];
      if (JSON.stringify([other?.repair, other?.ways]) !== JSON.stringify([repair, ways])) return false;
      return other?.code === code && other.severity === severity && other.step === step && other.field === field && other.message === message;
    })
  );
}

/** The fields of the models that the flow names, and the methods of those that it calls, as this environment's Odoo tells them. */
function useOdooModels(store: DesignerStore, environment: string): OdooModelFact[] {
  const trpc = useTRPC();
  const paced = pacedOf(store);
  const [namesOf] = useState(createModelNames);
  const read = () => namesOf(paced.get().whole);
  const named = useSyncExternalStore(paced.subscribe, read, read);
  const called = useMemo(() => named.filter(({ isCalled }) => isCalled), [named]);
  const methods = useQueries({
    queries: called.map(({ isCalled: _, ...each }) => trpc.odoo.methods.queryOptions({ environment, ...each }, { staleTime: 300_000, retry: false })),
    combine: useCallback((answers: { data?: OdooMethods | undefined }[]) => answers.map(({ data }) => (data?.kind === "told" ? data.methods : null)), []),
  });
  const combine = useCallback(
    (answers: { data?: OdooField[] | undefined }[]): OdooModelFact[] =>
      named.flatMap(({ isCalled: _, ...each }, index) => {
        const fields = answers[index]?.data;
        const told = methods[called.findIndex(({ connection, model }) => connection === each.connection && model === each.model)];
        return fields ? [{ ...each, fields, ...(told ? { methods: told } : {}) }] : [];
      }),
    [named, called, methods],
  );
  return useQueries({
    queries: named.map(({ isCalled: _, ...each }) => trpc.odoo.fields.queryOptions({ environment, ...each }, { staleTime: 300_000, retry: false })),
    combine,
  });
}
