import { afterAll, expect, test } from "vitest";
import { createPool } from "../db/pool.ts";
import { createLog } from "../log.ts";
import { testDatabase } from "../testing/database.ts";
import { createEar } from "./listen.ts";

const database = await testDatabase();
afterAll(() => database.drop());

test("a connection that cannot listen is given back: the pool does not run dry while the database comes and goes", async () => {
  const pool = createPool({ url: database.url, max: 1 });
  const ear = createEar({ pool, log: createLog("silent") });
  pool.once("acquire", (client) => {
    const { query } = client;
    // as a database that goes down just then answers
    client.query = () => {
      client.query = query;
      return Promise.reject(Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" }));
    };
  });
  await expect(ear.open()).rejects.toThrow("terminating connection");
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  const leave = await ear.open();
  leave();
  ear.close();
  await pool.end();
});
