import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { curlOf } from "./curl.ts";

const sample = { body: { id: "006-8841", name: "Rothstein & Söhne's audit", amount: 62_400 }, headers: {}, query: {} };
const webhook = (auth: object) => ({ id: "won", type: "trigger.webhook", config: { auth } }) as Parameters<typeof curlOf>[0]["step"];

/** What the command would send, with a curl that prints its arguments. */
function sent(command: string, env: Record<string, string>): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  return execFileSync("bash", ["-c", script], { env: { ...process.env, ...env }, encoding: "utf8" }).split("\0");
}

test("the command signs the very bytes that it sends, as the webhook checks them", () => {
  const command = curlOf({
    step: webhook({ kind: "hmac", secret: { secretRef: "crm" } }),
    url: "http://localhost/hooks/production/x",
    environment: "production",
    sample,
  });
  const words = sent(command ?? "", { CRM: "s3cret" });
  const body = JSON.stringify(sample.body);
  expect(words).toContain(body);
  expect(words).toContain(`x-signature-256: sha256=${createHmac("sha256", "s3cret").update(body).digest("hex")}`);
});

test("no secret stands in a command", () => {
  for (const auth of [{ kind: "bearer" }, { kind: "basic" }, { kind: "apiKey", header: "x-key" }]) {
    const command = curlOf({ step: webhook({ ...auth, secret: { secretRef: "crm-token" } }), url: "http://localhost/h", environment: "production", sample });
    expect(command).toContain("$CRM_TOKEN");
    expect(sent(command ?? "", { CRM_TOKEN: "opened" }).join(" ")).toContain("opened");
  }
});

test("a flow with an API trigger is started with a key of this installation", () => {
  const command = curlOf({ step: { id: "api", type: "trigger.api", config: {} }, url: "http://localhost/api/v1/flows/x/runs", environment: "test", sample });
  expect(sent(command ?? "", { THROUGHLINE_API_KEY: "tl_1" })).toEqual(
    expect.arrayContaining(["authorization: Bearer tl_1", JSON.stringify({ environment: "test", input: sample.body })]),
  );
});
