/**
 * What a page cannot show anything without is asked for by its document, while its code is still on the way: the browser keeps the answer for
 * the call that comes from the code. Both must have the same address, so such a call goes alone and is never put together with others.
 */
export const API = "/api/trpc";

const EARLY = ["flows.draft"] as const;
type Early = (typeof EARLY)[number];

export function isEarly(path: string): boolean {
  return EARLY.some((each) => each === path);
}

/** The address that the client asks at. */
export function addressOf(path: Early, input: Record<string, string>): string {
  return `${API}/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
}
