/** The mail port of one environment. A mailbox cannot recognise a repeat, so what may have been handed over is never tried again by itself. */
import { business, technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { MailPort } from "#flow/ports.ts";
import type { EnvironmentKey } from "#server/app.ts";
import type { ConnectionSource, OpenConnection } from "#server/deps.ts";
import { GuardError } from "#server/http/guard-error.ts";
import type { Guard } from "#server/http/guard.ts";
import { addressOf, composed, messageIdOf } from "./compose.ts";
import { SmtpConfig } from "./config.ts";
import { withMailSession } from "./session.ts";
import { SmtpError } from "./smtp-error.ts";

export type MailPortDeps = { guard: Guard; connections: Pick<ConnectionSource, "get"> };

export function createMailPort(deps: MailPortDeps): (environment: EnvironmentKey) => MailPort {
  return (environment) => ({
    send: async (call, options) => {
      const connection = await deps.connections.get({ environment, key: call.connection });
      const config = configOf(connection);
      const messageId = messageIdOf(call.messageId, config.from);
      options.note({ request: { from: config.from, to: call.to, subject: call.subject, text: call.text, messageId } });
      const message = await composed({ from: config.from, to: call.to, subject: call.subject, text: call.text, messageId });
      const sent = await withMailSession({ guard: deps.guard, config, password: connection.secrets.password, signal: options.signal }, (session) =>
        session.send({ from: addressOf(config.from), to: call.to, message }),
      ).catch((error: unknown) => Promise.reject(failureOf(error, connection, config)));
      options.note({ response: { response: sent.response, rejected: sent.rejected } });
      return { messageId };
    },
  });
}

function configOf(connection: OpenConnection): SmtpConfig {
  const where = { connection: connection.key };
  if (connection.kind !== "smtp")
    throw technical("configuration", "connection.kind", `Connection ${connection.name} is of kind ${connection.kind}; mail needs one of kind smtp.`, {
      fix: "Choose another connection in the step.",
      where,
    });
  const config = SmtpConfig.safeParse(connection.config);
  if (!config.success)
    throw technical("configuration", "connection.config", `Connection ${connection.name} is not set up completely.`, {
      fix: "Open it under Connections and save it again.",
      where,
    });
  return config.data;
}

function failureOf(error: unknown, connection: OpenConnection, config: SmtpConfig): StepFailure {
  const where = { connection: connection.key };
  const server = `${config.host}:${config.port}`;
  if (error instanceof GuardError) {
    const details = { where, ...(error.fix === undefined ? {} : { fix: error.fix }) };
    return error.code === "guard.refused"
      ? technical("configuration", "smtp.host_refused", error.message, details)
      : technical("unavailable", "smtp.unreachable", error.message, { ...details, retryable: true });
  }
  if (!(error instanceof SmtpError)) throw error;
  const said = error.response === null ? "" : `: ${error.response}`;
  if (error.code === "EAUTH")
    return technical("authentication", "smtp.authentication", `Mail server ${server} does not accept the login of connection ${connection.name}${said}.`, {
      fix: "Check the connection's login and password.",
      where,
    });
  if (error.code === "ETLS")
    return technical("configuration", "smtp.tls", `No safe connection to mail server ${server}: ${error.message}.`, {
      fix: "Check the connection's port and whether it uses TLS from the start.",
      where,
    });
  if (error.responseCode !== null) {
    // the server said no, so nothing was delivered
    if (error.responseCode < 500)
      return technical("unavailable", "smtp.deferred", `Mail server ${server} cannot take the message now${said}.`, { retryable: true, where });
    return business("invalid-data", "smtp.refused", `Mail server ${server} refused the message${said}.`, {
      fix: "Check the recipients and the sender's address.",
      where,
    });
  }
  if (error.phase !== "handover")
    return technical("unavailable", "smtp.unreachable", `Mail server ${server} cannot be reached: ${error.message}.`, {
      retryable: true,
      fix: "Check that it runs and that this machine may reach it.",
      where,
    });
  return technical("timeout", "smtp.answer_lost", `Mail server ${server} broke off while it took the message: ${error.message}.`, {
    retryable: true,
    fix: "Look in the recipient's mailbox whether it arrived.",
    where,
  });
}
