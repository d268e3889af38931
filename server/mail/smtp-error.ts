/** What went wrong with a mail server, and how far it had come. */

/** connect: nothing was handed over · login · handover: the message was on its way, so it may have arrived */
export type SmtpPhase = "connect" | "login" | "handover";

export class SmtpError extends Error {
  readonly phase: SmtpPhase;
  /** nodemailer's code: EAUTH, EENVELOPE, ETIMEDOUT… */
  readonly code: string;
  /** the server's own code, where it said no: 4xx try later, 5xx never */
  readonly responseCode: number | null;
  readonly response: string | null;
  constructor(cause: unknown, phase: SmtpPhase) {
    const read = (name: string): unknown => (typeof cause === "object" && cause !== null ? Reflect.get(cause, name) : undefined);
    const message = cause instanceof Error ? cause.message : String(cause);
    super(message, { cause });
    this.name = "SmtpError";
    this.phase = phase;
    const code = read("code");
    const responseCode = read("responseCode");
    const response = read("response");
    this.code = typeof code === "string" ? code : "unknown";
    this.responseCode = typeof responseCode === "number" ? responseCode : null;
    this.response = typeof response === "string" ? response.slice(0, 500) : null;
  }
}
