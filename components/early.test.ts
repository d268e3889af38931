import { createTRPCClient, httpLink } from "@trpc/client";
import { expect, test } from "vitest";
import type { AppRouter } from "#server/api/router.ts";
import { API, addressOf, isEarly } from "./early.ts";

test("the document asks at the very address that the code asks at", async () => {
  const asked: string[] = [];
  const fetch = async (url: unknown) => {
    asked.push(String(url));
    return Response.json({ result: { data: {} } });
  };
  const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: API, fetch })] });
  const flow = "commandes-über-100";
  await client.flows.draft.query({ flow });
  expect(asked).toEqual([addressOf("flows.draft", { flow })]);
  expect(isEarly("flows.draft")).toBe(true);
  expect(isEarly("flows.list")).toBe(false);
});
