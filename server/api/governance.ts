/** The procedures of contracts and ownership. */
import { z } from "zod";
import { ContractKey, ContractSchema, RuleBody } from "./inputs.ts";
import { procedure, router } from "./procedure.ts";

const Note = z.string().max(2_000);
const Name = z.string().trim().min(1, "give it a name").max(160);
const ofContract = z.object({ key: ContractKey });
const nothing = z.undefined().optional();
const CreateContract = ofContract.extend({ name: Name, description: z.string().max(2_000), schema: ContractSchema, note: Note });
const AddVersion = ofContract.extend({ after: z.int().positive(), schema: ContractSchema, note: Note, acceptBreaking: z.boolean() });
const SetState = ofContract.extend({ version: z.int().positive(), state: z.enum(["active", "retired"]) });
const SaveRule = RuleBody.extend({ id: z.uuid().optional() });

export const governance = router({
  contracts: procedure("contract.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.governance.contracts()),
  contract: procedure("contract.read")
    .input(ofContract)
    .query(({ ctx, input }) => ctx.app.governance.contract(input)),
  createContract: procedure("contract.edit")
    .input(CreateContract)
    .mutation(({ ctx, input }) => ctx.app.governance.createContract(ctx.actor, input)),
  addVersion: procedure("contract.edit")
    .input(AddVersion)
    .mutation(({ ctx, input }) => ctx.app.governance.addVersion(ctx.actor, input)),
  setState: procedure("contract.edit")
    .input(SetState)
    .mutation(({ ctx, input }) => ctx.app.governance.setState(ctx.actor, input)),
  rules: procedure("contract.read")
    .input(nothing)
    .query(({ ctx }) => ctx.app.governance.rules()),
  saveRule: procedure("ownership.edit")
    .input(SaveRule)
    .mutation(({ ctx, input }) => ctx.app.governance.saveRule(ctx.actor, input)),
  removeRule: procedure("ownership.edit")
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.app.governance.removeRule(ctx.actor, input)),
});
