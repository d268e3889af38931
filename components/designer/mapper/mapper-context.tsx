"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Json } from "#flow/document.ts";
import type { Mapped } from "#flow/mapping/mapped.ts";
import type { Target } from "#flow/mapping/target.ts";
import type { ExpressionValue } from "#server/app.ts";
import type { Sources } from "./use-sources.ts";

/** What the rows of the mapper and their editors share. */
export type Mapper = {
  sources: Sources;
  canEdit: boolean;
  /** value for the sample; undefined while it is not known */
  live: (target: string, value: Json) => ExpressionValue | undefined;
  hasSample: boolean;
  /** goes into the lines or the object that a target makes */
  enter: ((target: Target) => void) | null;
  /** said of a field that nobody describes */
  strange: string;
  /** the place that was picked, for an editor that wants one */
  picked: string | null;
};

const Context = createContext<Mapper | null>(null);

export function MapperProvider({ mapper, children }: { mapper: Mapper; children: ReactNode }) {
  return <Context.Provider value={mapper}>{children}</Context.Provider>;
}

export function useMapper(): Mapper {
  const mapper = useContext(Context);
  if (!mapper) throw new Error("useMapper needs a Mapper around it");
  return mapper;
}

/** What the editor of one line is given. */
export type LineEditorProps<Kind extends Mapped["kind"]> = {
  target: Target;
  mapped: Extract<Mapped, { kind: Kind }>;
  onChange: (mapped: Mapped, options?: { isTyping: boolean }) => void;
};
