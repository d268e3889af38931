/** What comes in files of its own, in the order in which it is fetched. */
import { whenIdle } from "./idle.ts";

type Fetch = () => Promise<unknown>;

export type Queue = {
  add: (fetch: Fetch, when: "on-screen" | "soon" | "last") => void;
  /** Fetches everything when the browser has a moment: what is on the screen at once, the rest one after the other. The screen says when it is drawn. */
  fetchAll: () => void;
};

/** After what did not come, nothing is fetched for a while: the network or the server is away. Doubled each time, ms. */
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

export function createQueue(): Queue {
  const left: Record<"on-screen" | "soon" | "last", Fetch[]> = { "on-screen": [], soon: [], last: [] };
  let isFetching = false;
  return {
    add: (fetch, when) => void left[when].push(fetch),
    fetchAll: () => {
      if (isFetching) return;
      isFetching = true;
      let pause = PAUSE_MS;
      const next = () => {
        const seen = left["on-screen"].splice(0);
        const fetch = seen.length > 0 ? () => Promise.all(seen.map((each) => each())) : (left.soon.shift() ?? left.last.shift());
        if (!fetch) {
          isFetching = false;
          return;
        }
        fetch().then(
          () => {
            pause = PAUSE_MS;
            whenIdle(next);
          },
          () => {
            // behind the others, of which one may be here already; meanwhile the one who asks for it is told
            left.last.push(fetch);
            whenBack(pause, next);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
          },
        );
      };
      whenIdle(next);
    },
  };
}

/** Where modules leave what a page wants later. */
export const pageQueue = createQueue();

/** When the browser says that there is a network again, or after a time: it does not see a server that is away. */
function whenBack(milliseconds: number, then: () => void): void {
  const goOn = () => {
    clearTimeout(timer);
    window.removeEventListener("online", goOn);
    then();
  };
  const timer = setTimeout(goOn, milliseconds);
  window.addEventListener("online", goOn);
}
