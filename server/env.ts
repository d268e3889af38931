/** The only reader of process.env. Values are checked once, at start; a bad one stops the process with a sentence that says what to do. */
import { z } from "zod";

export const Role = z.enum(["all", "web", "worker"]);
export type ProcessRole = z.infer<typeof Role>;

const Environment = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be an address such as postgresql://user:password@host:5432/throughline"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** the address to listen on; loopback unless somebody decides otherwise */
  HOST: z.string().default("127.0.0.1"),
  /** how people and other systems reach this installation; webhook addresses are built from it */
  THROUGHLINE_URL: z.url().optional(),
  /** 32 bytes, base64: encrypts secrets at rest and signs sessions */
  THROUGHLINE_SECRET_KEY: z.string().refine((value) => Buffer.from(value, "base64").length === 32, "must be 32 bytes in base64 (openssl rand -base64 32)"),
  THROUGHLINE_API_KEY: z.string().min(32, "must have at least 32 characters").optional(),
  THROUGHLINE_ROLE: Role.default("all"),
  /** set by the launcher for an empty database: the password of the demo people */
  THROUGHLINE_DEMO_PASSWORD: z.string().min(10, "must have at least 10 characters").optional(),
  THROUGHLINE_DEV: z.literal("1").optional(),
  THROUGHLINE_LOG: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type Env = {
  databaseUrl: string;
  port: number;
  host: string;
  publicUrl: string;
  secretKey: Uint8Array;
  apiKey: string | null;
  role: ProcessRole;
  demoPassword: string | null;
  dev: boolean;
  logLevel: string;
};

/** @throws Error naming every variable that is missing or wrong */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  // an empty value in a settings file means: not set
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = Environment.safeParse(set);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Some settings are missing or wrong:\n${lines.join("\n")}\nSee docs/guides/settings.md.`);
  }
  const env = result.data;
  return {
    databaseUrl: env.DATABASE_URL,
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.THROUGHLINE_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/+$/, ""),
    secretKey: new Uint8Array(Buffer.from(env.THROUGHLINE_SECRET_KEY, "base64")),
    apiKey: env.THROUGHLINE_API_KEY ?? null,
    role: env.THROUGHLINE_ROLE,
    demoPassword: env.THROUGHLINE_DEMO_PASSWORD ?? null,
    dev: env.THROUGHLINE_DEV === "1",
    logLevel: env.THROUGHLINE_LOG,
  };
}
