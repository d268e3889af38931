/**
 * The shape of our tRPC API, read off the use cases themselves: procedure `<room>.<useCase>`, input = its question, output = its answer.
 * So a screen depends on what the product can do, not on how a router is put together.
 */
import type { TRPCBuiltRouter, TRPCDefaultErrorShape, TRPCMutationProcedure, TRPCQueryProcedure } from "@trpc/server";
import type { Actor, App } from "#server/app.ts";

/** Everything that changes something, and the few reads that are too large for an address. All else is a query. */
type MutationName = {
  flows: "create" | "saveDraft" | "publish" | "deploy" | "import" | "saveSample" | "captureSample" | "testRun" | "evaluate" | "validate";
  runs: "start" | "replay" | "replayPreview" | "cancel" | "settleOutcome";
  approvals: "decide" | "undo";
  connections: "create" | "update" | "remove" | "test" | "putSecret" | "putVariable" | "setPracticeFault";
  odoo: never;
  access: "createPerson" | "updatePerson" | "createApiKey" | "revokeApiKey";
  audit: never;
  events: "publish";
  overview: never;
};

type UseCase = (...args: never[]) => Promise<unknown>;
// a use case without a question takes nothing at all
// biome-ignore lint/suspicious/noConfusingVoidType: tRPC's word for no input
type Question<F extends UseCase> = Parameters<F> extends [Actor, infer Q] ? Q : Parameters<F> extends [infer Q] ? Q : void;
type Definition<F extends UseCase> = { input: Question<F>; output: Awaited<ReturnType<F>>; meta: object };
type Room<R, M> = {
  [K in keyof R]: R[K] extends UseCase ? (K extends M ? TRPCMutationProcedure<Definition<R[K]>> : TRPCQueryProcedure<Definition<R[K]>>) : never;
};
type Rooms = { [K in keyof App]: Room<App[K], MutationName[K]> };

/** A refusal carries its stable code and what to do, beside the sentence. */
export type ApiErrorShape = TRPCDefaultErrorShape & { data: { reason?: string; fix?: string } };

export type ApiRouter = TRPCBuiltRouter<{ ctx: object; meta: object; errorShape: ApiErrorShape; transformer: false }, Rooms>;
