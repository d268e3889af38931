import { z } from "zod";
import { listWrittenShape } from "../../odoo-shape.ts";
import { defineStep } from "../../step.ts";
import type { StepContext } from "../../step.ts";
import { onFailureField, OnFailure, previewList, simulateList, wantedOf, writeList } from "../odoo-list.ts";
import type { Wanted } from "../odoo-list.ts";
import { connectionField, contextField, contextIn, modelField, odooConfig, odooInput } from "../odoo-settings.ts";
import { AnyValue, listOf } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  ...odooConfig,
  ids: AnyValue,
  what: z.enum(["archive", "unarchive"]).optional(),
  onFailure: OnFailure.optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  ...odooInput,
  ids: listOf(z.int().positive()),
  what: z.enum(["archive", "unarchive"]).default("archive"),
  onFailure: OnFailure.default("fail"),
});
type Input = z.infer<typeof Input>;

const isActive = (input: Input) => input.what === "unarchive";

function wantedFrom({ input, effect }: StepContext<Input>): Wanted[] {
  const values = { active: isActive(input) };
  return wantedOf(
    input.ids.map((id) => ({ id })),
    ({ id }) => ({ externalId: `${effect.key}/${id}`, id, values }),
  );
}

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
    { key: "ids", label: "Record ids", control: "expression", required: true, help: "The id of one record, or a list of ids." },
    {
      key: "what",
      label: "What happens",
      control: "select",
      options: [
        { value: "archive", label: "Archive" },
        { value: "unarchive", label: "Take back from the archive" },
      ],
    },
    onFailureField,
    contextField,
  ],
  outputs: () => listWrittenShape,
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async (ctx) => {
      const { connection, model } = ctx.input;
      const verb = isActive(ctx.input) ? "Unarchive" : "Archive";
      return previewList(wantedFrom(ctx), {
        model,
        connection,
        one: async ({ id, values }) => {
          const target = { ids: id === undefined ? [] : [id] };
          const found = await ctx.ports.odoo.preview({ connection, model, kind: "update", target, values, ...contextIn(ctx.input) }, ctx);
          return { system: "odoo", title: `${verb} ${found.modelLabel.toLowerCase()} ${found.record?.name ?? ""}`.trim(), connection, model, ...found };
        },
      });
    },
    simulate: ({ step: self, input }, previews) => simulateList(self.id, input.ids.length, previews),
  },
  execute: (ctx) => writeList(ctx, { kind: "update", wanted: wantedFrom(ctx) }),
});
