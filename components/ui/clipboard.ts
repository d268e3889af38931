/** The browser's clipboard. Only pages that came over TLS or from this machine have one, and a person may forbid it. */

/** @returns whether it is there now */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @returns null where the browser keeps it to itself */
export async function fromClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}
