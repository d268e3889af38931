/** The addresses from which our own pages come: nothing else may change anything with a person's cookie. */
export function trustedOrigins(q: { publicUrl: string; port: number }): string[] {
  const own = new URL(q.publicUrl).origin;
  return [...new Set([own, `http://127.0.0.1:${q.port}`, `http://localhost:${q.port}`])];
}
