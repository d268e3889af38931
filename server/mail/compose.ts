/** A message as bytes. Its id derives from the effect key: a mailbox that recognises repeats by it can. */
import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import { base32 } from "#flow/effect-key.ts";

export type Mail = { from: string; to: string[]; subject: string; text: string; messageId: string };

/** @returns <hash of the key @ domain of the sender> */
export function messageIdOf(key: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?$/.exec(from)?.[1] ?? "throughline.invalid";
  return `<${base32(createHash("sha256").update(key).digest())}@${domain}>`;
}

export async function composed(mail: Mail): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    new MailComposer({
      ...mail,
      headers: { "Auto-Submitted": "auto-generated" },
      // text from a flow must never make this machine read its own files or call addresses
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build((error, message) => (error ? reject(error) : resolve(message)));
  });
}

/** The bare address of Name <address>. */
export function addressOf(from: string): string {
  return /<([^>]+)>$/.exec(from)?.[1] ?? from;
}
