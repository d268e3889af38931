/** What a connection of kind http holds. Secrets: basic → password, bearer → token, header → value. */
import { z } from "zod";

const Auth = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("basic"), username: z.string().min(1, "is needed for basic authentication").max(300) }),
    z.strictObject({ kind: z.literal("bearer") }),
    z.strictObject({
      kind: z.literal("header"),
      header: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "must be the name of a header such as x-api-key"),
    }),
  ],
  { error: "must be { kind } with none, basic, bearer or header" },
);

/** How hard a system may be asked. */
export const CallLimits = z.strictObject({ concurrent: z.int().min(1).max(50).optional(), perSecond: z.number().gt(0).max(1000).optional() });

export const HttpConfig = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/, error: "must be an address such as https://api.example.com/v2" }).refine((value) => {
    const url = URL.parse(value);
    return url !== null && url.username === "" && url.password === "" && url.hash === "" && url.search === "";
  }, "must be an address without user name, password, query and fragment"),
  auth: Auth.default({ kind: "none" }),
  allowPrivate: z.boolean().optional(),
  /** kept by all processes together */
  limits: CallLimits.optional(),
});
export type HttpConfig = z.infer<typeof HttpConfig>;

/** Name of the one secret that a way of authentication needs. */
export const HTTP_SECRET: Record<HttpConfig["auth"]["kind"], string | null> = { none: null, basic: "password", bearer: "token", header: "value" };

/** The header that tells who we are; empty where no secret is set. */
export function credentials(auth: HttpConfig["auth"], secrets: Record<string, string>): Record<string, string> {
  const name = HTTP_SECRET[auth.kind];
  const secret = name === null ? undefined : secrets[name];
  if (secret === undefined) return {};
  switch (auth.kind) {
    case "none":
      return {};
    case "basic":
      return { authorization: `Basic ${Buffer.from(`${auth.username}:${secret}`).toString("base64")}` };
    case "bearer":
      return { authorization: `Bearer ${secret}` };
    case "header":
      return { [auth.header.toLowerCase()]: secret };
    default: {
      const unknown: never = auth;
      return unknown;
    }
  }
}
