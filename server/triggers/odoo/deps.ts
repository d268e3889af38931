/** What those who look for changes in Odoo are given. */
import type { Pool } from "../../db/pool.ts";
import type { ConnectionSource, Engine, PortsFor, VersionSource } from "../../deps.ts";
import type { Log } from "../../log.ts";
import type { Sensitive } from "../../sensitive.ts";
import type { SelfOf } from "./self.ts";

export type WatchDeps = {
  pool: Pool;
  versions: VersionSource;
  portsFor: PortsFor;
  connections: Pick<ConnectionSource, "get">;
  acceptIn: Engine["acceptIn"];
  sensitive: Sensitive;
  log: Log;
  /** how Odoo reaches this installation */
  publicUrl: string;
  /** records of one page; tests take small ones */
  page?: number;
  idsPage?: number;
};

/** With what is remembered from one look to the next. */
export type Watching = WatchDeps & { selfOf: SelfOf };
