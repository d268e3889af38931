/** The one way to make a procedure: it names the permission that it needs, so one without a permission cannot exist. */
import { initTRPC } from "@trpc/server";
import type { Permission } from "#server/access/permissions.ts";
import type { Actor, App } from "#server/app.ts";
import { authorise } from "./authorise.ts";
import { refusalOf } from "./errors.ts";

export type ApiContext = { app: App; actor: Actor | null };
type Meta = { permission: Permission };

const trpc = initTRPC
  .context<ApiContext>()
  .meta<Meta>()
  .create({
    errorFormatter: ({ shape, error }) => {
      const refusal = refusalOf(error);
      return {
        ...shape,
        message: refusal.message,
        data: {
          httpStatus: refusal.status,
          ...(shape.data.path === undefined ? {} : { path: shape.data.path }),
          reason: refusal.code,
          ...(refusal.fix === undefined ? {} : { fix: refusal.fix }),
          ...(refusal.issues === undefined ? {} : { issues: refusal.issues }),
        },
      };
    },
  });

export const router = trpc.router;

export function procedure(permission: Permission) {
  return trpc.procedure.meta({ permission }).use(({ ctx, next }) => next({ ctx: { app: ctx.app, actor: authorise(ctx.actor, permission) } }));
}
