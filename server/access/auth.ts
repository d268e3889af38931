/** Sign-in with e-mail and password: better-auth over our own tables. People are made by administrators, never by themselves. */
import { createHmac } from "node:crypto";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import type { Prisma } from "#server/db/prisma.ts";

export const MIN_PASSWORD = 10;
/** set by our own server from the socket; what a client sends under this name is dropped (server/api/handler.ts) */
export const CLIENT_ADDRESS_HEADER = "x-throughline-client";

/** All that the library answers here. People are changed in server/access alone, where a permission is asked for and the change is audited. */
const OPEN_PATHS = new Set(["/sign-in/email", "/sign-out", "/get-session"]);

const DAY = 24 * 60 * 60;

export type AuthDeps = {
  prisma: Prisma;
  secretKey: Uint8Array;
  publicUrl: string;
  origins: string[];
  /** tries of one address; default 30 */
  signInsPerMinute?: number;
};
export type Auth = ReturnType<typeof createAuth>;

export function createAuth(deps: AuthDeps) {
  return betterAuth({
    appName: "Throughline",
    baseURL: deps.publicUrl,
    basePath: "/api/auth",
    // a key of its own for sessions, so that the vault's key signs nothing
    secret: createHmac("sha256", deps.secretKey).update("throughline sessions v1").digest("base64"),
    trustedOrigins: deps.origins,
    database: prismaAdapter(deps.prisma, { provider: "postgresql" }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD, maxPasswordLength: 200 },
    user: {
      additionalFields: {
        role: { type: "string", required: false, defaultValue: "viewer", input: false },
        disabledAt: { type: "date", required: false, input: false },
      },
    },
    session: { expiresIn: 7 * DAY, updateAge: DAY },
    hooks: {
      before: createAuthMiddleware(async ({ path }) => {
        if (!OPEN_PATHS.has(path)) throw new APIError("NOT_FOUND", { message: "There is nothing here.", code: "NO_SUCH_ADDRESS" });
      }),
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const person = await deps.prisma.user.findUnique({ where: { id: session.userId }, select: { disabledAt: true } });
            if (person?.disabledAt)
              throw new APIError("FORBIDDEN", { message: "This account is disabled. Ask an administrator to enable it.", code: "ACCOUNT_DISABLED" });
          },
        },
      },
    },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 300,
      customRules: { "/sign-in/email": { window: 60, max: deps.signInsPerMinute ?? 30 } },
    },
    advanced: {
      cookiePrefix: "throughline",
      useSecureCookies: deps.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      // said outright: the library turns these off by itself in tests
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    logger: { level: "error" },
  });
}
