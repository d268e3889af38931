import { uniqueName } from "#components/unique.ts";
/**
 * The live stream of a page. A browser opens six connections to one address at most, and a stream keeps its own: of all the windows that a
 * person has open on an environment one holds the stream and tells the others. When it goes, another takes over.
 */

export type StreamHears = {
  /** the stream begins, or begins again. `isCaughtUp`: what happened since the page was asked for is heard; else what happened before was not */
  onOpen: (isCaughtUp: boolean) => void;
  /** the stream was interrupted; the browser, or this, connects again */
  onLost: () => void;
  onData: (text: unknown) => void;
};

/** `to`: one window alone, which came when the stream was open already */
type Told = { kind: "open"; to?: string } | { kind: "lost" } | { kind: "data"; text: unknown } | { kind: "here?"; from: string };

const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/** @returns how to stop */
export function openStream(environment: string, hears: StreamHears): () => void {
  // there only on pages that came over TLS or from this machine, which is where many windows matter
  if (!("locks" in navigator) || typeof BroadcastChannel === "undefined") return connect(environment, hears);
  const name = `throughline live ${environment}`;
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  const self = uniqueName();
  /** this window holds the stream, and it is open */
  let isOpen = false;
  const hear = (told: Told) => {
    if (told.kind === "data") hears.onData(told.text);
    else if (told.kind === "lost") hears.onLost();
    else if (told.kind === "here?") {
      if (isOpen) channel.postMessage({ kind: "open", to: told.from });
    } else if (told.to === undefined || told.to === self) hears.onOpen(false);
  };
  channel.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
  const tell = (told: Told) => {
    channel.postMessage(told);
    hear(told);
  };
  const hold = () =>
    new Promise<void>((left) => {
      const stop = connect(environment, {
        onOpen: (isCaughtUp) => {
          isOpen = true;
          // what is caught up is since this window began, which the others did not
          channel.postMessage({ kind: "open" });
          hears.onOpen(isCaughtUp);
        },
        onLost: () => {
          isOpen = false;
          tell({ kind: "lost" });
        },
        onData: (text) => tell({ kind: "data", text }),
      });
      leaving.signal.addEventListener("abort", () => {
        stop();
        left();
      });
    });
  // rejects only when this window leaves before it was its turn
  navigator.locks.request(name, { signal: leaving.signal }, hold).catch(() => undefined);
  channel.postMessage({ kind: "here?", from: self });
  return () => {
    leaving.abort();
    channel.close();
  };
}

function connect(environment: string, hears: StreamHears): () => void {
  let source: EventSource | null = null;
  let failures = 0;
  let isClosed = false;
  /** it was open before: what came between is not known */
  let isAgain = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    // the browser's clock begins when the page is asked for, before any of its answers
    const age = isAgain ? "" : `&age=${Math.ceil(performance.now())}`;
    source = new EventSource(`/api/live?environment=${encodeURIComponent(environment)}${age}`);
    source.onopen = () => {
      failures = 0;
      hears.onOpen(!isAgain);
      isAgain = true;
    };
    source.addEventListener("missed", () => hears.onOpen(false));
    source.onmessage = (event) => hears.onData(event.data);
    source.onerror = () => {
      if (isClosed) return;
      hears.onLost();
      // the browser comes back by itself after a broken line, but not after a refusal
      if (source?.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(begin, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    };
  };
  begin();
  return () => {
    isClosed = true;
    clearTimeout(retry);
    source?.close();
  };
}
