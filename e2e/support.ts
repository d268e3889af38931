/** What every journey needs: people who sign in as people do, and addresses of this installation. */
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { test as plain, expect } from "@playwright/test";
import pg from "pg";

export type Who = "analyst" | "approver" | "operator" | "administrator" | "viewer";

const PEOPLE: Record<Who, string> = {
  analyst: "hanna.lind",
  approver: "priya.raman",
  operator: "sam.adeyemi",
  administrator: "tomasz.zielinski",
  viewer: "noor.haddad",
};

/** Each worker has a product of its own: what one journey breaks on purpose, no other one meets. */
const ofThisWorker = (list: string): string => {
  const all = list.split(" ");
  return all[Number(process.env.TEST_PARALLEL_INDEX ?? 0) % all.length] ?? "";
};

export const base = ofThisWorker(process.env.THROUGHLINE_E2E_URL ?? "http://127.0.0.1:3000");
export const password = process.env.THROUGHLINE_E2E_PASSWORD ?? "halvorsen-demo";

/** Windows of a journey are closed when it ends: a page that nobody looks at still paints and listens. */
export const test = plain.extend<{ windows: undefined }>({
  windows: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});

type Session = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;
const sessions = new Map<Who, Session>();

/** A window of their own. The first time they sign in through the form; later they come back, as people do: the door counts tries from one address. */
export async function signIn(browser: Browser, who: Who, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const known = sessions.get(who);
  const context = await browser.newContext({ baseURL: base, viewport: { width: 1440, height: 900 }, ...(known ? { storageState: known } : {}), ...options });
  const page = await context.newPage();
  const home = page.getByRole("heading", { name: "Overview" });
  if (known) {
    await page.goto("/production/home");
    await expect(home).toBeVisible();
    return page;
  }
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(`${PEOPLE[who]}@halvorsen.example`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(home).toBeVisible();
  sessions.set(who, await context.storageState());
  return page;
}

/** A flow that is there already, made as the page's person would by bringing its file. Tells the address of its webhook. */
export async function deployFlow(page: Page, document: object): Promise<{ url: string }> {
  const asked = { document, publish: true, deploy: "production" };
  const { triggers, version, problems } = await ask<{ triggers: { url: string | null }[]; version: number | null; problems: unknown[] }>(
    page,
    "flows.import",
    asked,
  );
  expect(version, JSON.stringify(problems)).not.toBeNull();
  return { url: triggers[0]?.url ?? "" };
}

/** One use case of the product's own pages, asked for with the session of this page. */
export async function ask<T>(page: Page, useCase: string, input: object): Promise<T> {
  const answer = await page.request.post(`/api/trpc/${useCase}`, { data: input, headers: { origin: base } });
  expect(answer.ok(), `${useCase}: ${await answer.text()}`).toBe(true);
  return (await answer.json()).result.data;
}

const home = process.env.THROUGHLINE_E2E_HOME ? ofThisWorker(process.env.THROUGHLINE_E2E_HOME) : path.resolve(import.meta.dirname, "../.throughline");

/** What the practice Odoo really holds, read behind the product's back. */
export async function withOdoo<T>(look: (odoo: Odoo) => Promise<T>): Promise<T> {
  const { startPostgres } = await import("../scripts/lib/postgres.mjs");
  // the server runs already: this finds it and its address
  const postgres = await startPostgres({ root: path.resolve(import.meta.dirname, ".."), dataDir: path.join(home, "postgres/data") });
  if (!postgres.adopted) throw new Error("the product's database is not where it is expected");
  const client = new pg.Client({ connectionString: postgres.url() });
  await client.connect();
  try {
    const named = async (model: string, name: string) =>
      (await client.query<Held>("select id, fields, write_date from practice.record where model = $1 and fields->>'name' = $2", [model, name])).rows;
    const key = async () => (await client.query<{ value: string }>("select value from practice.setting where name = 'api_key'")).rows[0]?.value ?? "";
    return await look({
      key,
      named,
      byId: async (model, id) =>
        (await client.query<Held>("select id, fields, write_date from practice.record where model = $1 and id = $2", [model, id])).rows[0] ?? null,
      edit: async (model, id, vals) => {
        const answer = await fetch(`${base}/practice/odoo/json/2/${model}/write`, {
          method: "POST",
          headers: { authorization: `bearer ${await key()}`, "x-odoo-database": "practice", "content-type": "application/json" },
          body: JSON.stringify({ ids: [id], vals }),
        });
        if (!answer.ok) throw new Error(`the practice Odoo answered ${answer.status}`);
      },
    });
  } finally {
    await client.end();
  }
}

type Held = { id: number; fields: Record<string, unknown>; write_date: Date };
type Odoo = {
  /** that its connections use */
  key: () => Promise<string>;
  named: (model: string, name: string) => Promise<Held[]>;
  byId: (model: string, id: number) => Promise<Held | null>;
  /** as a person in Odoo's own screens would */
  edit: (model: string, id: number, vals: object) => Promise<void>;
};
