/** What a draft is held against before it is published: contracts and ownership rules as they are today. */
import { type KeptContracts, keptContracts } from "#flow/contract/named.ts";
import type { FlowDocument } from "#flow/document.ts";
import { type KeptRules, rulesFor } from "#flow/kept-rules.ts";
import { mayReachBehind, unseenModels } from "#flow/unkept.ts";
import type { EnvironmentKey } from "#server/app.ts";
import type { FlowsDeps } from "./deps.ts";
import { governedOf } from "./governed.ts";
import { odooKnownOf } from "./knowledge.ts";

/** `unseen`: models whose fields Odoo did not tell, so that lines behind them are not seen. */
type Judged = { contracts: KeptContracts; ownership: KeptRules; unseen: string[] };

export async function judgedToday(deps: FlowsDeps, { environment, document }: { environment: EnvironmentKey; document: FlowDocument }): Promise<Judged> {
  const { contracts, ownership } = await governedOf(deps.prisma);
  const flow = document.flow.key;
  // what is behind fields is asked about only where a rule could stop it
  const { odoo = [] } = mayReachBehind(document, { flow, ownership }) ? await odooKnownOf(deps, environment, document) : {};
  return {
    contracts: keptContracts(document, contracts),
    ownership: rulesFor(flow, { ownership, odoo }),
    unseen: unseenModels(document, { flow, ownership, odoo }),
  };
}
