// Brings everything up in order, keeps it up, and takes it down cleanly.
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { buildPages, buildServer, generateClient, serverArguments } from "./build.mjs";
import { ownNode, root } from "./dependencies.mjs";
import { bold, dim, phase, Refusal } from "./people.mjs";

/** Where the installation keeps its data and keys. */
const home = path.resolve(process.env.THROUGHLINE_HOME ?? path.join(root, ".throughline"));

/** @param {{ dev: boolean }} options */
export async function launch({ dev }) {
  fs.mkdirSync(home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const port = readPort();
  const host = process.env.HOST || "127.0.0.1";
  const unlock = await claimHome();
  let stopping = false;
  let postgres;
  let main;

  const stop = async (code) => {
    if (stopping) return;
    stopping = true;
    console.log("\n  Stopping …");
    if (main && main.exitCode === null && main.signalCode === null) {
      main.kill("SIGTERM");
      await Promise.race([new Promise((resolve) => main.once("exit", resolve)), new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
      if (main.exitCode === null && main.signalCode === null) main.kill("SIGKILL");
    }
    await postgres?.stop();
    unlock();
    console.log("  Stopped. Everything that was accepted is kept.");
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(0));

  try {
    await refuseTakenPort({ host, port });
    await phase("Database", async () => {
      if (process.env.DATABASE_URL) return "your own, from DATABASE_URL";
      const { startPostgres } = await import("./postgres.mjs");
      const start = () => startPostgres({ root, dataDir: path.join(home, "postgres/data"), say: (text) => console.log(`    ${dim(text)}`) });
      postgres = await start();
      void postgres.exited.then(() => {
        if (stopping) return;
        // somebody ended it: the next start repairs it, in one go with everything that hangs on it
        console.error("\n  PostgreSQL ended unexpectedly. Run npm start again: it recovers by itself, nothing committed is lost.");
        void stop(1);
      });
      return postgres.adopted ? "embedded, left running by an earlier start" : "embedded";
    });
    const databaseUrl = process.env.DATABASE_URL || postgres.url();
    await phase("Migrations", () => migrations(databaseUrl));
    await phase("Prisma client", async () => ((await generateClient()) ? "generated" : "up to date"));
    const role = process.env.THROUGHLINE_ROLE || "all";
    if (!dev) await phase("Server code", async () => ((await buildServer()) ? "compiled" : "up to date"));
    if (!dev && role !== "worker") await phase("Pages", async () => ((await buildPages()) ? "built" : "up to date"));

    const demoPassword = process.env.THROUGHLINE_DEMO_PASSWORD || keep("demo-password", () => randomBytes(9).toString("base64url"));
    const env = {
      ...process.env,
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      HOST: host,
      THROUGHLINE_SECRET_KEY: process.env.THROUGHLINE_SECRET_KEY || keep("secret.key", () => randomBytes(32).toString("base64")),
      THROUGHLINE_DEMO_PASSWORD: demoPassword,
      ...(dev ? { THROUGHLINE_DEV: "1" } : {}),
    };
    const logFile = path.join(home, "server.log");
    const recent = [];
    const begin = () => {
      main = fork(path.join(root, dev ? "server/main.ts" : "dist/server/main.js"), {
        cwd: root,
        env,
        execPath: ownNode(),
        execArgv: serverArguments(role),
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      });
      const log = fs.createWriteStream(logFile, { flags: "a", mode: 0o600 });
      for (const stream of [main.stdout, main.stderr]) {
        stream.on("data", (chunk) => {
          log.write(chunk);
          recent.push(String(chunk));
          if (recent.length > 60) recent.shift();
          if (dev) process.stdout.write(chunk);
        });
      }
      return new Promise((resolve, reject) => {
        main.once("message", (message) => (message.ready ? resolve(message) : reject(new Refusal(message.refusal))));
        main.once("exit", (code, signal) =>
          reject(
            new Refusal(`The server ended while starting (${signal ?? `exit code ${code}`}).\n${recent.join("").trim().split("\n").slice(-25).join("\n")}`),
          ),
        );
      });
    };
    const ready = await phase("Server", begin);
    const keepUp = () => {
      main.once("exit", async (code, signal) => {
        if (stopping) return;
        console.error(`  The server ended (${signal ?? `exit code ${code}`}); starting it again. Its log: ${logFile}`);
        await new Promise((resolve) => setTimeout(resolve, 1000));
        if (stopping) return;
        await begin().then(keepUp, async (error) => {
          console.error(error.message);
          await stop(1);
        });
      });
    };
    keepUp();
    announce({ port, host, ready, demoPassword, logFile });
  } catch (error) {
    stopping = true;
    if (main && main.exitCode === null) main.kill("SIGKILL");
    await postgres?.stop();
    unlock();
    throw error;
  }
}

function announce({ port, host, ready, demoPassword, logFile }) {
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  console.log(`\n  ${bold(`http://${shown}:${port}`)}\n`);
  if (ready.demo) {
    console.log("  Sign in to the demo workspace as");
    for (const person of ready.demo) console.log(`    ${person.email.padEnd(36)} ${dim(person.role)}`);
    console.log(`  with the password ${bold(demoPassword)}\n`);
  }
  console.log(dim(`  Log: ${logFile}   Stop: Ctrl-C\n`));
}

function readPort() {
  const value = process.env.PORT || "3000";
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Refusal(`PORT is ${JSON.stringify(value)}; it must be a number from 1 to 65535.`);
  return port;
}

/** A value made once and kept in a file that only this account can read. */
function keep(name, make) {
  const file = path.join(home, name);
  if (!fs.existsSync(file)) fs.writeFileSync(file, make(), { mode: 0o600 });
  return fs.readFileSync(file, "utf8").trim();
}

async function refuseTakenPort({ host, port }) {
  await new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") reject(new Refusal(`Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm start`));
      else if (error.code === "EACCES") reject(new Refusal(`This account may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`));
      else if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
        reject(new Refusal(`HOST is ${host}, which is not an address of this machine. Leave it out, or use 0.0.0.0 for all addresses.`));
      else reject(error);
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}

/** One start per data folder. What a killed start left running is ended first. */
async function claimHome() {
  const file = path.join(home, "start.pid");
  const other = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
  if (other && other !== process.pid && isOurs(other)) {
    throw new Refusal(`Throughline is already running here (process ${other}). Stop it with Ctrl-C in its terminal, or with: kill ${other}`);
  }
  fs.writeFileSync(file, String(process.pid), { mode: 0o600 });
  return () => fs.rmSync(file, { force: true });
}

function isOurs(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  // a pid can be given to another program after a crash or a reboot
  const commandLine = `/proc/${pid}/cmdline`;
  return (
    !fs.existsSync(commandLine) ||
    fs.readFileSync(commandLine, "utf8").includes("scripts/start.mjs") ||
    fs.readFileSync(commandLine, "utf8").includes("start.mjs")
  );
}

async function migrations(url) {
  const { ensureDatabase, migrate } = await import("./migrate.mjs");
  try {
    new URL(url);
    await ensureDatabase(url);
    const applied = await migrate({ url, root });
    return applied.length ? `${applied.length} applied` : "up to date";
  } catch (error) {
    throw databaseRefusal(error, url);
  }
}

/** What is wrong with the database, by the code that Node or PostgreSQL gives; the password is never shown. */
function databaseRefusal(error, url) {
  let shown = "DATABASE_URL";
  try {
    const parsed = new URL(url);
    shown = `${parsed.hostname}:${parsed.port || 5432}${parsed.pathname}`;
  } catch {
    return new Refusal("DATABASE_URL is not an address. It looks like postgresql://user:password@host:5432/throughline");
  }
  const said = {
    ECONNREFUSED: `No PostgreSQL answers at ${shown}. Start it, correct DATABASE_URL, or leave DATABASE_URL out to use the embedded one.`,
    ENOTFOUND: `The host of DATABASE_URL (${shown}) cannot be found. Check the name.`,
    ETIMEDOUT: `The PostgreSQL at ${shown} did not answer in time. Check the address and the firewall.`,
    "28P01": `PostgreSQL at ${shown} refused the user or password of DATABASE_URL.`,
    28000: `PostgreSQL at ${shown} refused the user of DATABASE_URL.`,
    42501: `The user of DATABASE_URL may not create tables in ${shown}. Make it the owner of the database.`,
    53100: `The disk of the PostgreSQL at ${shown} is full. Free some space and start again.`,
  }[error.code];
  return said ? new Refusal(said) : error;
}
