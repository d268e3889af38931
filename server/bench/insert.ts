/** The yardstick of accepting: a door that inserts one row and commits for each request. */
import { createPool } from "../db/pool.ts";
import { bodyOf, serve, settings } from "./serving.ts";

const pool = createPool({ url: settings().url, max: 20 });
await pool.query(
  "create table if not exists arrival (id bigint generated always as identity primary key, body jsonb not null, at timestamptz not null default now())",
);

serve(
  (request, response) =>
    void bodyOf(request).then(async (body) => {
      const { rows } = await pool.query<{ id: string }>({
        name: "arrive",
        text: "insert into arrival (body) values ($1) returning id",
        values: [JSON.stringify(body)],
      });
      response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ id: rows[0]?.id }));
    }),
  { work: "/" },
);
