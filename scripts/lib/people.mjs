// What the launcher says to the person at the terminal: phases with their time, and sentences instead of stacks.

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
export const dim = (text) => paint("2", text);
export const bold = (text) => paint("1", text);

/** An error whose message is meant for people: printed without a stack. */
export class Refusal extends Error {}

/** Runs one phase, showing that it goes on and how long it took. */
export async function phase(title, work) {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (process.stdout.isTTY) process.stdout.write(`  ${title} …`);
  const ticking = setInterval(
    () => {
      if (process.stdout.isTTY) process.stdout.write(`\r  ${title} … ${seconds()}`);
      else console.log(`  ${title} … ${seconds()}`);
    },
    process.stdout.isTTY ? 200 : 15_000,
  );
  try {
    const result = await work();
    const note = typeof result === "string" ? ` ${dim(result)}` : "";
    console.log(`${process.stdout.isTTY ? "\r\u001b[2K" : ""}  ${paint("32", "✓")} ${title} ${dim(seconds())}${note}`);
    return result;
  } catch (error) {
    console.log(`${process.stdout.isTTY ? "\r\u001b[2K" : ""}  ${paint("31", "✗")} ${title} ${dim(seconds())}`);
    throw error;
  } finally {
    clearInterval(ticking);
  }
}

/** The sentence for an error that stopped the start. */
export function explain(error) {
  if (error instanceof Refusal) return error.message;
  if (error?.code === "ENOSPC") return "The disk is full. Free some space and start again; nothing that was accepted is lost.";
  if (error?.code === "EACCES" || error?.code === "EPERM")
    return `This account may not use ${error.path ?? "a file that the start needs"}. Give it the right, or start as the account that owns the folder.`;
  return error?.stack ?? String(error);
}
