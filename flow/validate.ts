/** Problems of a flow, found while drawing and before publishing. */
export type Problem = {
  severity: "error" | "warning";
  /** stable: graph.cycle, expression.syntax, config.required … */
  code: string;
  step: string | null;
  /** path inside the step's config (values.name, fields.0.value), or a key of the flow's settings */
  field: string | null;
  message: string;
  fix: string;
};
