// Dependencies: installed when they are missing or when the lock file changed since.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { phase, Refusal } from "./people.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The project's own Node: a package with the binary for this machine, or the running one where it is new enough. */
export function ownNode() {
  const own = path.join(root, "node_modules/.bin", process.platform === "win32" ? "node.cmd" : "node");
  if (fs.existsSync(own)) return fs.realpathSync(own);
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new Refusal(
    `Throughline runs on Node 24. npm has no Node for ${process.platform} ${process.arch}: install Node 24 on this machine and run npm start again.`,
  );
}

function lockHash() {
  return createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
}

export async function ensureDependencies() {
  const mark = path.join(root, "node_modules/.throughline-lock");
  const wanted = lockHash();
  if (fs.existsSync(mark) && fs.readFileSync(mark, "utf8") === wanted) return;
  await phase("Installing dependencies", async () => {
    const npm =
      process.env.npm_execpath && /npm-cli\.js$/.test(process.env.npm_execpath)
        ? [process.execPath, process.env.npm_execpath]
        : [process.platform === "win32" ? "npm.cmd" : "npm"];
    // with what tests and benches need, also where NODE_ENV says production. Not `npm ci`, which takes away what is there and begins anew
    const { code, output } = await run(npm[0], [...npm.slice(1), "install", "--include=dev", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (code !== 0)
      throw new Refusal(
        `npm could not install the dependencies. Check the network or the registry that npm uses, then run npm start again.\n${output.trim().split("\n").slice(-12).join("\n")}`,
      );
    fs.writeFileSync(mark, wanted);
  });
}

/** Runs a program in the project's folder and gathers what it says. */
export function run(command, args, { env = process.env, onText } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        onText?.(String(chunk));
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
