/** What a connection of kind smtp holds. Secret: password, for `login`. */
import { z } from "zod";

/** A plain address, or Name <address>, on one line. */
const From = z
  .string()
  .regex(/^([^<>\r\n"]{0,120}<[^\s@<>"]+@[^\s@<>"]+>|[^\s@<>"]+@[^\s@<>"]+)$/, "must be an address such as flows@example.com or Flows <flows@example.com>");

export const SmtpConfig = z.strictObject({
  host: z
    .string()
    .regex(/^(\[?[0-9A-Fa-f:]+\]?|[A-Za-z0-9._-]+)$/, "must be the name or address of a mail server, without port")
    .max(255),
  port: z.int("must be a whole number").min(1, "must be between 1 and 65535").max(65_535, "must be between 1 and 65535"),
  /** TLS from the first byte (usually port 465); otherwise STARTTLS where the server offers it */
  secure: z.boolean().default(false),
  from: From,
  login: z.string().min(1).max(300).optional(),
  allowPrivate: z.boolean().optional(),
});
export type SmtpConfig = z.infer<typeof SmtpConfig>;
