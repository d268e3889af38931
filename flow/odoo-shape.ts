/** What Odoo's fields look like where they are read: as `search_read` with `load: ""` gives them. Empty is `false`, whatever the type. */
import type { Json } from "./document.ts";
import type { Shape } from "./shape.ts";
import { booleanShape, either, missingShape, numberShape, objectOf, textShape, unknownShape } from "./shape.ts";

/** A field as the live metadata of a connection tells it. */
export type OdooFieldFact = {
  name: string;
  label: string;
  type: string;
  required: boolean;
  readonly: boolean;
  relation: string | null;
  selection: [string, string][] | null;
  /** Odoo fills it in by itself where a record is made without it, for this login; told of required fields only */
  filled?: boolean;
};

/** All that is told of a field to whoever chooses one or fills one in. */
export type OdooField = OdooFieldFact & {
  help: string | null;
  /** of lines: the field of each line that points back */
  inverse: string | null;
  filled: boolean;
};

/** A public method as an Odoo documents it, by what its arguments are called. */
export type OdooMethodFact = {
  name: string;
  /** declared by the model itself, not by what all models have */
  isOwn: boolean;
  /** called on records, by their ids; otherwise on the model */
  ofRecords: boolean;
  parameters: OdooParameterFact[];
  /** takes further arguments of any name */
  isOpen: boolean;
  doc: string | null;
  returns: string | null;
  /** technical name of the app that brings it */
  app: string;
};
export type OdooParameterFact = {
  name: string;
  required: boolean;
  /** absent where there is none, or none that JSON can say */
  default?: Json;
  /** as Python says it */
  type: string | null;
  doc: string | null;
};

/** A model in the eyes of a connection. Without `methods` they are not known. */
export type OdooModelFact = { connection: string; model: string; fields: readonly OdooFieldFact[]; methods?: readonly OdooMethodFact[] };

export const changesShape: Shape = { kind: "array", of: { kind: "object", fields: { field: textShape, before: unknownShape, after: unknownShape } } };

/** A record that was written. */
export const writtenShape = {
  kind: "object",
  fields: { id: numberShape, action: { kind: "string", values: ["created", "found", "updated"] }, changed: changesShape },
} satisfies Shape;

/** A record that was upserted: looked up by a key, it has a name in Odoo. */
export const upsertedShape: Shape = { kind: "object", fields: { ...writtenShape.fields, externalId: either(textShape, missingShape) } };

/** What an update made in the lists of a record. */
export const linesShape: Shape = {
  kind: "array",
  of: {
    kind: "object",
    fields: {
      field: textShape,
      model: textShape,
      externalId: textShape,
      id: numberShape,
      action: { kind: "string", values: ["created", "found", "updated", "skipped"] },
    },
  },
};

/** What became of a list of records, each in its place. */
export const listWrittenShape: Shape = {
  kind: "object",
  fields: {
    records: {
      kind: "array",
      of: {
        kind: "object",
        fields: {
          id: either(numberShape, { kind: "null" }),
          action: { kind: "string", values: ["created", "found", "updated", "failed", "skipped"] },
          changed: changesShape,
          externalId: either(textShape, missingShape),
          error: either({ kind: "object", fields: { code: textShape, message: textShape, fix: textShape, field: textShape } }, missingShape),
        },
      },
    },
    created: numberShape,
    updated: numberShape,
    found: numberShape,
    failed: numberShape,
    skipped: numberShape,
  },
};

export function readShape(field: OdooFieldFact, empty: "false" | "null" = "false"): Shape {
  const nothing: Shape = empty === "null" ? { kind: "null" } : booleanShape;
  switch (field.type) {
    case "boolean":
      return booleanShape;
    case "integer":
    case "float":
    case "monetary":
      return numberShape;
    case "char":
    case "text":
    case "html":
      return either(textShape, nothing);
    case "date":
    case "datetime":
      return either({ kind: field.type }, nothing);
    case "selection":
      return either(field.selection ? { kind: "string", values: field.selection.map(([value]) => value) } : textShape, nothing);
    case "many2one":
      // an id, false, or id and name where a connection asks for both
      return unknownShape;
    case "one2many":
    case "many2many":
      return { kind: "array", of: numberShape };
    default:
      return unknownShape;
  }
}

/** A record with the fields that were asked for; its id always comes along. */
export function recordShape(fields: readonly OdooFieldFact[] | null, asked: Json | undefined, empty: "false" | "null" = "false"): Shape {
  if (!Array.isArray(asked) || asked.some((name) => typeof name !== "string")) return { kind: "object", fields: { id: numberShape }, open: true };
  const names = [...new Set(["id", ...asked.map(String)])];
  return objectOf(
    names.map((name): [string, Shape] => {
      const field = fields?.find((each) => each.name === name);
      return [name, name === "id" ? numberShape : field ? readShape(field, empty) : unknownShape];
    }),
  );
}
