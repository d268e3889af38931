// The import rules of docs/architecture.md, checked. Prints every breach with the rule that it breaks; exit code 1 when there is one.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const aliases = { "#app/": "app/", "#components/": "components/", "#flow/": "flow/", "#server/": "server/" };
const isTest = (file) => /\.(test|fuzz\.test)\.tsx?$/.test(file) || file.startsWith("server/testing/");

function sources() {
  const found = [];
  const visit = (folder) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const at = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(at);
      else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts")) found.push(at);
    }
  };
  for (const folder of ["app", "components", "flow", "server"]) if (fs.existsSync(path.join(root, folder))) visit(folder);
  return found;
}

/** Every import of a file: where it goes, and whether only types come in. */
function importsOf(file) {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const found = [];
  const add = (specifier, typeOnly) => {
    const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix));
    const target = alias
      ? aliases[alias] + specifier.slice(alias.length)
      : specifier.startsWith(".")
        ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
        : null;
    found.push({ specifier, target, typeOnly });
  };
  for (const match of text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"']+)["']/gm)) {
    const braces = /\{([^}]*)\}/.exec(match[0]);
    const allTypes =
      Boolean(braces) &&
      !/^\s*import\s+\w/.test(match[0].replace(/import\s+type/, "")) &&
      braces[1].split(",").every((name) => !name.trim() || name.trim().startsWith("type "));
    add(match[2], Boolean(match[1]) || allTypes);
  }
  for (const match of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    if (!/typeof\s*$/.test(text.slice(0, match.index)) && !/:\s*$/.test(text.slice(Math.max(0, match.index - 2), match.index))) add(match[1], false);
  return { text, imports: found };
}

const screens = ["components/designer/", "components/inbox/", "components/runs/"];
const inside = (file, ...prefixes) => prefixes.some((prefix) => file.startsWith(prefix));
const stepFolder = (file) => /^flow\/steps\/([^/]+)\//.exec(file)?.[1];

/** Each rule looks at one import and answers what is wrong with it, or nothing. */
const rules = [
  ({ file, target }) => inside(file, "flow/") && target && !inside(target, "flow/") && "flow/ is the pure language: it imports nothing of the other rooms",
  ({ file, specifier, target }) =>
    inside(file, "flow/") &&
    !isTest(file) &&
    !target &&
    !/^(zod|jsonata|re2js|croner)$/.test(specifier) &&
    `flow/ uses zod, the expression language and the schedule library only, not ${specifier}`,
  ({ file, target }) => inside(file, "server/") && target && inside(target, "components/", "app/") && "server/ knows no screen",
  ({ file, target }) => inside(file, "components/") && target && inside(target, "app/") && "components/ do not import the doors in app/",
  ({ file, target, typeOnly }) =>
    inside(file, "components/") && target && inside(target, "server/") && !typeOnly && "browser code imports only types of server/",
  ({ file, target }) =>
    screens.some((screen) => inside(file, screen) && target && screens.some((other) => other !== screen && inside(target, other))) &&
    "designer, inbox and runs never import each other",
  ({ file, target }) => stepFolder(file) && target && stepFolder(target) && stepFolder(target) !== stepFolder(file) && "step folders never import each other",
  ({ file, target }) =>
    inside(file, "app/") &&
    target &&
    inside(target, "server/") &&
    !inside(target, "server/api/", "server/registry.ts", "server/app.ts") &&
    "the doors in app/ go through server/api",
  ({ file, specifier }) =>
    specifier === "graphile-worker" &&
    !inside(file, "server/engine/", "server/bench/", "server/testing/", "server/main.ts", "server/compose.ts") &&
    "graphile-worker has one door: server/engine",
  ({ file, specifier }) =>
    /^@xyflow\//.test(specifier) && !inside(file, "components/designer/", "components/runs/") && "React Flow has one door: the designer's canvas",
  ({ file, specifier }) => /^(jsonata|re2js)$/.test(specifier) && !inside(file, "flow/expression/") && "the expression library has one door: flow/expression",
  ({ file, specifier }) =>
    specifier === "undici" && !inside(file, "server/http/") && !isTest(file) && !inside(file, "server/bench/") && "outgoing calls have one door: server/http",
  ({ file, specifier }) => specifier === "marked" && !inside(file, "components/ui/markdown/") && "Markdown has one door: components/ui/markdown",
  ({ file, specifier }) => /quickjs/.test(specifier) && !inside(file, "server/code/") && "the sandbox has one door: server/code",
  ({ file, specifier, typeOnly }) => /^ajv/.test(specifier) && !typeOnly && !inside(file, "server/schema/") && "JSON Schema has one door: server/schema",
  ({ file, specifier }) => specifier === "nodemailer" && !inside(file, "server/mail/") && "mail has one door: server/mail",
  ({ file, target, typeOnly }) =>
    inside(file, "server/", "flow/") &&
    target &&
    /\/index\.tsx?$/.test(target) &&
    target !== "flow/steps/index.ts" &&
    !typeOnly &&
    "no barrels: the step registry is the only index",
];

const breaches = [];
const graph = new Map();
for (const file of sources()) {
  const { text, imports } = importsOf(file);
  graph.set(
    file,
    imports.filter((entry) => entry.target && !entry.typeOnly).map((entry) => entry.target),
  );
  for (const entry of imports) {
    for (const rule of rules) {
      const wrong = rule({ file, ...entry });
      if (wrong) breaches.push(`${file}: ${entry.specifier}\n    ${wrong}`);
    }
  }
  const code = text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "");
  if (/\bprocess\.env\b/.test(code) && file !== "server/env.ts" && !isTest(file) && !inside(file, "server/bench/") && file !== "server/engine/crash-points.ts")
    breaches.push(`${file}: process.env\n    server/env.ts is the only reader of process.env`);
  if (inside(file, "flow/") && !isTest(file) && /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)/.test(code))
    breaches.push(`${file}: a clock or random source\n    flow/ is pure: time and chance come in as arguments`);
}

const state = new Map();
function cycleFrom(file, trail) {
  if (state.get(file) === "done" || !graph.has(file)) return;
  if (trail.includes(file)) {
    breaches.push(`${[...trail.slice(trail.indexOf(file)), file].join(" → ")}\n    imports must not go in a circle`);
    return;
  }
  for (const next of graph.get(file)) cycleFrom(next, [...trail, file]);
  state.set(file, "done");
}
for (const file of graph.keys()) cycleFrom(file, []);

if (breaches.length) {
  console.error(`${breaches.join("\n")}\n${breaches.length} import rules broken.`);
  process.exit(1);
}
console.log(`${graph.size} files keep the import rules.`);
