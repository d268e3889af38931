"use client";

import "./globals.css";
import { PageError } from "#components/shell/page-error.tsx";

/** The last resort, when even the layout failed: it brings its own document. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Throughline</title>
        <main className="grid h-dvh place-items-center bg-surface">
          <PageError error={error} onRetry={retry} />
        </main>
      </body>
    </html>
  );
}
