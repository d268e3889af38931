/** What can go wrong before an answer is there. */

export type GuardCode =
  | "guard.address" // not an address that calls can go to
  | "guard.refused" // an address that calls may not reach
  | "guard.unreachable" // no connection could be made
  | "guard.certificate" // the other side could not prove who it is
  | "guard.lost" // the connection broke while the call was under way
  | "guard.timeout"
  | "guard.aborted"
  | "guard.too_large"
  | "guard.encoding" // an answer that cannot be unpacked
  | "guard.redirects";

export class GuardError extends Error {
  readonly code: GuardCode;
  /** whether the other system may have got the request: false means that surely nothing happened there */
  readonly sent: boolean;
  readonly fix: string | undefined;
  constructor(q: { code: GuardCode; sent: boolean; message: string; fix?: string; cause?: unknown }) {
    super(q.message, { cause: q.cause });
    this.name = "GuardError";
    this.code = q.code;
    this.sent = q.sent;
    this.fix = q.fix;
  }

  static unreachable(cause: Error, host: string): GuardError {
    if (cause instanceof GuardError) return cause;
    const code = codeOf(cause);
    if (CERTIFICATE.test(code)) {
      return new GuardError({
        code: "guard.certificate",
        sent: false,
        cause,
        message: `${host} could not prove who it is: ${CERTIFICATES[code]?.what ?? "its certificate is not valid"} (${code}).`,
        fix: CERTIFICATES[code]?.fix ?? "Its certificate must be valid and issued for that name.",
      });
    }
    const fix =
      code === "ENOTFOUND" || code === "EAI_AGAIN"
        ? "Check the spelling of the host and this machine's name service."
        : "Check that the system runs and that this machine may reach it.";
    return new GuardError({ code: "guard.unreachable", sent: false, cause, message: `${host} cannot be reached: ${WORDS[code] ?? code}.`, fix });
  }
}

const CERTIFICATE = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH)/;

const UNKNOWN_ISSUER = {
  what: "its certificate comes from an authority that is not known here",
  fix: "Have one issued by a public authority, or start Throughline with NODE_EXTRA_CA_CERTS naming the file of your own authority's certificate.",
};
const CERTIFICATES: Record<string, { what: string; fix: string }> = {
  CERT_HAS_EXPIRED: { what: "its certificate has expired", fix: "Renew the certificate on that server." },
  CERT_NOT_YET_VALID: { what: "its certificate is not valid yet", fix: "Check the clocks of both machines, or wait until it is." },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: "its certificate is for another name",
    fix: "Use the name that the certificate was issued for, or have one issued for this name.",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    what: "it signed its certificate itself",
    fix: "Have one issued by a public authority, or start Throughline with NODE_EXTRA_CA_CERTS naming the file of that certificate.",
  },
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    what: "it does not send the whole chain of its certificate",
    fix: "Let that server send the certificates between its own and the authority's, too.",
  },
};

const WORDS: Record<string, string> = {
  ENOTFOUND: "the name is unknown",
  EAI_AGAIN: "the name service does not answer",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "it broke the connection off",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to its network",
  ETIMEDOUT: "no connection within the time",
  UND_ERR_CONNECT_TIMEOUT: "no connection within the time",
  EPROTO: "it does not speak TLS there",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS there",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak TLS there",
};

export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error) || typeof error.code !== "string") return "unknown trouble";
  return error.code;
}

/** The trouble of a call under way, as a GuardError. A connection that was never made comes as one already. */
export function troubleOf(error: unknown, host: string, stopped: AbortSignal): GuardError {
  // while a connection is being made nothing has been sent, whatever else happened meanwhile
  if (error instanceof GuardError) return error;
  if (stopped.aborted && stopped.reason instanceof GuardError) return stopped.reason;
  const code = codeOf(error);
  if (code === "UND_ERR_INVALID_ARG" || code === "UND_ERR_NOT_SUPPORTED" || code === "ERR_INVALID_ARG_TYPE")
    return new GuardError({
      code: "guard.address",
      sent: false,
      cause: error,
      message: `The request to ${host} cannot be sent: ${error instanceof Error ? error.message : code}.`,
      fix: "Check its headers and method.",
    });
  return new GuardError({
    code: "guard.lost",
    sent: true,
    cause: error,
    message: `${host} broke the connection off before its answer was complete (${code}).`,
  });
}
