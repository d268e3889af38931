import { expect, expectTypeOf, test } from "vitest";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { Actor, App } from "#server/app.ts";
import { appRouter } from "./router.ts";
import type { AppRouter } from "./router.ts";

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;
type Question<F> = F extends (actor: Actor, q: infer Q) => unknown ? Q : F extends (q: infer Q) => unknown ? Q : never;
type Missing = { [Room in keyof App]: Exclude<keyof App[Room], keyof Outputs[Room]> }[keyof App];

test("every use case has a procedure of the same name that takes its question and gives its answer", () => {
  expectTypeOf<Missing>().toEqualTypeOf<never>();
  expectTypeOf<Outputs["approvals"]["decide"]>().toEqualTypeOf<Awaited<ReturnType<App["approvals"]["decide"]>>>();
  expectTypeOf<Question<App["runs"]["replay"]>>().toExtend<Inputs["runs"]["replay"]>();
  expect(Object.keys(appRouter._def.procedures)).toContain("flows.saveDraft");
});

test("a procedure without a permission does not exist", () => {
  for (const [name, procedure] of Object.entries(appRouter._def.procedures))
    expect(Reflect.get(procedure, "_def"), name).toMatchObject({ meta: { permission: expect.any(String) } });
});
