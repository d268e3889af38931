/** Serves the bare canvas. It is bundled here and is no part of the product. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "rolldown";
import type { FlowDocument } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { sizeOf } from "#flow/placement.ts";
import type { View } from "./desk.ts";

export async function serveBare(document: FlowDocument, view: View): Promise<{ url: string; close: () => void }> {
  const { output } = await build({
    input: path.join(import.meta.dirname, "bare-page.tsx"),
    write: false,
    logLevel: "silent",
    moduleTypes: { ".css": "empty" },
    transform: { define: { "process.env.NODE_ENV": '"production"' }, jsx: { runtime: "automatic", development: false } },
    output: { format: "esm", minify: true, codeSplitting: false },
  });
  const script = output[0].code;
  const { readFile } = await import("node:fs/promises");
  const style = await readFile(path.resolve(import.meta.dirname, "../../node_modules/@xyflow/react/dist/style.css"), "utf8");
  const page = `<!doctype html><title>Bare canvas</title><style>${style}
html,body,#canvas{margin:0;height:100%}#canvas{width:800px;height:800px}</style><div id="canvas"></div><script type="module">${script.replaceAll("</script", "<\\/script")}</script>`;
  const flow = JSON.stringify({ ...drawn(document), viewport: view });
  const server = createServer((request, response) => {
    const isFlow = request.url === "/flow.json";
    response.writeHead(200, { "content-type": isFlow ? "application/json" : "text/html; charset=utf-8" }).end(isFlow ? flow : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

function drawn(document: FlowDocument): object {
  return {
    nodes: document.steps.map((step) => {
      const [x, y] = document.layout?.[step.id] ?? [0, 0];
      return { id: step.id, position: { x, y }, ...sizeOf(step), data: { label: step.name ?? step.id } };
    }),
    edges: document.edges.map((edge) => ({ id: `${edge.from}.${portOf(edge)}>${edge.to}`, source: edge.from, target: edge.to, type: "smoothstep" })),
  };
}
