/** Problems as they arise: the rules of the server, run here, with what is known of this environment. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import type { Problem } from "#flow/problem.ts";
import { validate } from "#flow/validate.ts";
import type { DesignerStore } from "./store.ts";

/** A pause in drawing and typing that is long enough to look, and the longest that nobody looks, ms. */
const PAUSE_MS = 150;
const LONGEST_MS = 800;

/** @param known what the server found when the draft was opened */
export function useProblems({ store, known, environment }: { store: DesignerStore; known: readonly Problem[]; environment: string }): readonly Problem[] {
  const trpc = useTRPC();
  const actor = useActor();
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }, { enabled: can(actor, "connection.read") }));
  const secrets = useQuery(trpc.connections.secrets.queryOptions({ environment }, { enabled: can(actor, "settings.read") }));
  const knowledge = useMemo(
    () => ({
      ...(connections.data ? { connections: connections.data.map(({ key, kind }) => ({ key, kind })) } : {}),
      ...(secrets.data ? { secrets: secrets.data.map((secret) => secret.name) } : {}),
    }),
    [connections.data, secrets.data],
  );
  const [problems, setProblems] = useState(known);

  useEffect(() => {
    let seen = store.get().whole;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let since: number | null = null;
    const look = () => {
      since = null;
      const found = validate(seen, knowledge);
      setProblems((before) => (isSame(before, found) ? before : found));
    };
    const later = () => {
      const now = performance.now();
      since ??= now;
      clearTimeout(timer);
      timer = setTimeout(look, Math.max(0, Math.min(PAUSE_MS, since + LONGEST_MS - now)));
    };
    later();
    const unsubscribe = store.subscribe(() => {
      const { whole } = store.get();
      if (whole === seen) return;
      seen = whole;
      later();
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store, knowledge]);
  return problems;
}

/** The same words about the same places: nothing has to be drawn again. */
function isSame(a: readonly Problem[], b: readonly Problem[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ code, severity, step, field, message }, index) => {
      const other = b[index];
      return other?.code === code && other.severity === severity && other.step === step && other.field === field && other.message === message;
    })
  );
}
