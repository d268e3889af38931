// What is derived from the source: the Prisma client, the compiled server and the built pages. Each is made again only when its sources changed.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { ownNode, root, run } from "./dependencies.mjs";
import { Refusal } from "./people.mjs";

const brotli = promisify(brotliCompress);

/** sha256 over names and contents of the files below these paths. */
function fingerprint(paths) {
  const hash = createHash("sha256");
  const visit = (at) => {
    if (!fs.existsSync(at)) return;
    if (fs.statSync(at).isDirectory()) {
      for (const name of fs.readdirSync(at).sort()) visit(path.join(at, name));
      return;
    }
    if (/\.test\.tsx?$/.test(at)) return;
    hash.update(path.relative(root, at)).update("\0").update(fs.readFileSync(at)).update("\0");
  };
  for (const name of paths) visit(path.join(root, name));
  return hash.digest("hex");
}

async function made({ mark, sources, make }) {
  const file = path.join(root, mark);
  const wanted = fingerprint(sources);
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === wanted) return false;
  // taken away first: a build that is killed must not look finished
  fs.rmSync(file, { force: true });
  await make();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, wanted);
  return true;
}

export function generateClient() {
  return made({
    mark: "prisma/generated/.made-from",
    sources: ["prisma/schema.prisma", "package-lock.json"],
    make: async () => {
      const { code, output } = await run(ownNode(), ["scripts/prisma.mjs", "generate"]);
      if (code !== 0) throw new Refusal(`Prisma could not generate its client:\n${output.trim()}`);
    },
  });
}

export function buildPages() {
  return made({
    mark: ".next/.made-from",
    sources: [
      "app",
      "components",
      "flow",
      "server/api",
      "server/app.ts",
      "server/registry.ts",
      "public",
      "next.config.ts",
      "scripts/lib/faces.cjs",
      "postcss.config.mjs",
      "tsconfig.json",
      "package-lock.json",
    ],
    make: async () => {
      const { code, output } = await run(ownNode(), ["node_modules/next/dist/bin/next", "build"], {
        env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      });
      if (code !== 0) throw new Refusal(`The pages could not be built:\n${output.trim().split("\n").slice(-40).join("\n")}`);
      await pack(path.join(root, ".next/static"));
    },
  });
}

/** Scripts and styles compressed for good, beside themselves (server/static.ts). */
async function pack(folder) {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(js|css)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const packed = await brotli(fs.readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
      fs.writeFileSync(`${file}.br`, packed);
    }),
  );
}

/** What the server reads at run time beside its code. */
const READ_AT_RUN_TIME = /\.(sql|json)$/;

/**
 * The server as JavaScript in dist/. Node runs the sources as they are, and `npm run dev` does; but the part of Node that reads TypeScript
 * holds 35 MiB as long as the process lives.
 */
export function buildServer() {
  return made({
    mark: "dist/.made-from",
    sources: ["flow", "server", "prisma/schema.prisma", "tsconfig.json", "tsconfig.server.json", "package-lock.json"],
    make: async () => {
      fs.rmSync(path.join(root, "dist"), { recursive: true, force: true });
      const { code, output } = await run(ownNode(), ["node_modules/typescript/bin/tsc", "-p", "tsconfig.server.json"]);
      if (code !== 0) throw new Refusal(`The server could not be compiled:\n${output.trim()}`);
      fs.cpSync(path.join(root, "server"), path.join(root, "dist/server"), {
        recursive: true,
        filter: (from) => fs.statSync(from).isDirectory() || READ_AT_RUN_TIME.test(from),
      });
      const imports = { "#flow/*.ts": "./flow/*.js", "#server/*.ts": "./server/*.js" };
      fs.writeFileSync(path.join(root, "dist/package.json"), JSON.stringify({ type: "module", imports }));
    },
  });
}

/** @returns arguments for the Node that runs the compiled server. A small young generation costs a worker little time and saves it much memory. */
export function serverArguments(role) {
  return ["--enable-source-maps", ...(role === "worker" ? ["--max-semi-space-size=2"] : [])];
}
