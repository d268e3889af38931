/** A thread of its own for the rules: a thousand steps take longer to check than somebody's next key takes to come. */
import { type Asked, createChecker } from "./checker.ts";

const check = createChecker();

self.addEventListener("message", ({ data }: MessageEvent<Asked>) => self.postMessage(check(data)));
