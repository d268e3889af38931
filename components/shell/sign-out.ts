/** The session has ended by itself: in again, and back to this page. */
export function signInAgain(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

/** Ends the session here and on the server. A full load follows, so that nothing that was read stays in memory. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/api/auth/sign-out", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}. Try again, or close the browser to end the session.`);
  window.location.assign("/sign-in");
}
