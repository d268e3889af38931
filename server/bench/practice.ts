/** The practice Odoo as a process of its own. Tells its key as a hook. */
import { systemClock } from "../clock.ts";
import { createPool } from "../db/pool.ts";
import { createLog } from "../log.ts";
import { createPracticeOdoo } from "../practice/odoo.ts";
import { serve, settings } from "./serving.ts";

const pool = createPool({ url: settings().url, max: 20, name: "throughline-bench" });
const practice = await createPracticeOdoo({ pool, clock: systemClock, log: createLog("error") });
serve((request, response) => void practice.handle(request, response), { key: practice.apiKey });
