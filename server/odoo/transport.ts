/** How an Odoo is spoken to: one port, a transport per protocol, JSON-2 for Odoo 19 and later, JSON-RPC for older servers. */
import type { Json } from "#flow/document.ts";
import type { OdooTarget } from "./target.ts";

export type OdooCall = {
  model: string;
  method: string;
  /** named as in the method's Python signature */
  args?: Record<string, Json>;
  /** only for methods of records */
  ids?: number[];
  context?: Record<string, Json>;
};

export type SendOptions = {
  signal?: AbortSignal;
  /** false: doing it twice does it twice. Default true */
  repeatable?: boolean;
};

/** untold: by servers that have no such document, and to users who may not read it */
export type Documented = { kind: "told"; document: Json } | { kind: "untold"; why: "server" | "rights" };

export type OdooTransport = {
  /** One call is one transaction there. @throws StepFailure */
  call: (call: OdooCall, options?: SendOptions) => Promise<Json>;
  version: (options?: SendOptions) => Promise<{ text: string; major: number }>;
  /** What the server writes about a model and its methods, for programmers. @throws StepFailure where it could not be asked */
  documented: (model: string, options?: SendOptions) => Promise<Documented>;
};

export type CreateTransport = (target: OdooTarget) => OdooTransport;
