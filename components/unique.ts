/** A name that no other page has, 32 characters. Browsers keep `randomUUID` for pages that came over TLS or from the own machine. */
export function uniqueName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
