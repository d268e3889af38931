/** What a caller of a hook is told when it is refused: a problem document (RFC 9457). Secrets and inner causes are never in it. */
import type { ServerResponse } from "node:http";

export class HookRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly fix: string | undefined;
  readonly headers: Record<string, string>;
  constructor(q: { status: number; code: string; message: string; fix?: string; headers?: Record<string, string> }) {
    super(q.message);
    this.name = "HookRefusal";
    this.status = q.status;
    this.code = q.code;
    this.fix = q.fix;
    this.headers = q.headers ?? {};
  }
}

const TITLES: Record<number, string> = {
  400: "The request cannot be used",
  401: "The caller is not known",
  404: "There is no such hook",
  405: "A hook takes POST",
  413: "The request is too large",
  415: "The content type is not taken",
  422: "The request does not fit the flow",
  429: "Too many requests",
  500: "The hook failed",
  503: "Not available at the moment",
};

export function answerProblem(response: ServerResponse, refusal: HookRefusal): void {
  const { status, code, message: detail, fix } = refusal;
  const problem = { type: "about:blank", title: TITLES[status] ?? "The request was refused", status, code, detail, ...(fix === undefined ? {} : { fix }) };
  response.writeHead(status, { "content-type": "application/problem+json", "cache-control": "no-store", ...refusal.headers });
  response.end(JSON.stringify(problem));
}
