import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  // where a component is drawn with every key or every choice: it says "use memo"
  reactCompiler: { compilationMode: "annotation" },
  poweredByHeader: false,
  typedRoutes: false,
  // types are checked by `npm run check`, once, over the whole house
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  turbopack: {
    root: import.meta.dirname,
    // the designer only parses expressions: it needs no regular expressions in linear time, and not their tables
    rules: { "**/flow/steps/faces.ts": { condition: "browser", loaders: [path.join(import.meta.dirname, "scripts/lib/faces.cjs")] } },
    resolveAlias: { re2js: { browser: "./flow/expression/regex-in-browsers.ts" } },
  },
};

export default config;
