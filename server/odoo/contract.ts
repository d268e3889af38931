/**
 * What every Odoo must keep that flows are connected to. The real one and the practice one pass the very same promises, so that what works
 * in the demo works in earnest.
 */
import { describe } from "vitest";
import { changing } from "./contract/changing.ts";
import { creating } from "./contract/creating.ts";
import { failing } from "./contract/failing.ts";
import { filling } from "./contract/filling.ts";
import { listing } from "./contract/listing.ts";
import { looking } from "./contract/looking.ts";
import { relating } from "./contract/relating.ts";
import { settling } from "./contract/settling.ts";
import { stepping } from "./contract/stepping.ts";
import { valuing } from "./contract/valuing.ts";
import { contractWorld } from "./contract/world.ts";
import type { ContractTarget } from "./contract/world.ts";

export type { ContractTarget } from "./contract/world.ts";

export function odooContract(name: string, open: () => Promise<ContractTarget>): void {
  describe(name, () => {
    const world = contractWorld(open);
    creating(world);
    changing(world);
    listing(world);
    looking(world);
    filling(world);
    relating(world);
    failing(world);
    stepping(world);
    settling(world);
    valuing(world);
  });
}
