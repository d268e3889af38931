/** A command that starts a flow from a terminal, ready to paste. Secrets appear as shell variables, never as values. */
import type { Json, Step } from "#flow/document.ts";
import { WebhookConfig } from "#flow/steps/trigger-webhook/step.ts";

type Question = { step: Step; url: string; environment: string /** what `trigger` is in the pinned sample */; sample: Json };

export function curlOf({ step, url, environment, sample }: Question): string | null {
  const body = bodyOf(sample);
  if (step.type === "trigger.webhook") return webhook({ step, url, body });
  if (step.type === "trigger.api") return bearer(url, { environment, input: body });
  if (step.type === "trigger.event") return bearer(url, { topic: step.config.topic ?? "", payload: body });
  return null;
}

function bodyOf(sample: Json): Json {
  return typeof sample === "object" && sample !== null && !Array.isArray(sample) ? (sample.body ?? {}) : {};
}

function bearer(url: string, body: Json): string {
  return lines([
    `curl -X POST ${quoted(url)}`,
    "-H 'content-type: application/json'",
    '-H "authorization: Bearer $THROUGHLINE_API_KEY"',
    `--data ${quoted(JSON.stringify(body))}`,
  ]);
}

function webhook({ step, url, body }: { step: Step; url: string; body: Json }): string | null {
  const config = WebhookConfig.safeParse(step.config);
  if (!config.success) return null;
  const { auth } = config.data;
  const secret = `$${(auth.secret?.secretRef ?? "secret").toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;
  const start = [`curl -X POST ${quoted(url)}`, "-H 'content-type: application/json'"];
  if (auth.kind !== "hmac") {
    const proof = {
      none: [],
      bearer: [`-H "authorization: Bearer ${secret}"`],
      basic: [`-u "${secret}"`],
      apiKey: [`-H "${auth.header ?? "x-api-key"}: ${secret}"`],
    }[auth.kind];
    return lines([...start, ...proof, `--data ${quoted(JSON.stringify(body))}`]);
  }
  const stamped = auth.timestampHeader !== undefined;
  return [
    `body=${quoted(JSON.stringify(body))}`,
    ...(stamped ? ["at=$(date +%s)"] : []),
    `signature=$(printf '%s' "${stamped ? "$at." : ""}$body" | openssl dgst -sha256 -hmac "${secret}" | sed 's/^.* //')`,
    lines([
      ...start,
      ...(stamped ? [`-H "${auth.timestampHeader}: $at"`] : []),
      `-H "${auth.header ?? "x-signature-256"}: ${auth.prefix ?? "sha256="}$signature"`,
      '--data "$body"',
    ]),
  ].join("\n");
}

const lines = (parts: string[]) => parts.join(" \\\n  ");

/** One word for the shell, whatever is inside. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
