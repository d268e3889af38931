/** The public surface under /api/v1: the one table that dispatch, permission checks and the OpenAPI document read. */
import type { AnyRoute } from "./route.ts";
import { approvals } from "./routes/approvals.ts";
import { connections } from "./routes/connections.ts";
import { events } from "./routes/events.ts";
import { flows } from "./routes/flows.ts";
import { governance } from "./routes/governance.ts";
import { odooConnections } from "./routes/odoo-connections.ts";
import { replays } from "./routes/replays.ts";
import { runs } from "./routes/runs.ts";
import { values } from "./routes/values.ts";

export const routes: AnyRoute[] = [...flows, ...values, ...odooConnections, ...connections, ...runs, ...replays, ...approvals, ...events, ...governance];
