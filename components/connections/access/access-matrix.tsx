import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { OdooNeed } from "#server/app.ts";
import { namesFrom, OPERATIONS, toggled } from "./matrix.ts";
import type { Row } from "./matrix.ts";

/** Models by operations; methods by name, and the fields where they are not all. */
export function AccessMatrix({ rows, needs, isFixed, onChange }: { rows: Row[]; needs: OdooNeed[]; isFixed: boolean; onChange: (rows: Row[]) => void }) {
  if (rows.length === 0)
    return <p className="mt-3 rounded-2 border border-line px-3 py-4 text-12 text-ink-3">Nothing is allowed: no flow reaches this Odoo.</p>;
  const put = (next: Row) => onChange(rows.map((row) => (row.model === next.model ? next : row)));
  return (
    <Table label="What this connection may do" className="mt-3 rounded-2 border border-line">
      <thead>
        <tr>
          <Th>Model</Th>
          {OPERATIONS.map((operation) => (
            <Th key={operation.value} className="text-center">
              {operation.label}
            </Th>
          ))}
          <Th>Methods</Th>
          <Th>Fields</Th>
          <Th>Needed by</Th>
          {!isFixed && <Th aria-label="Take away" />}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <MatrixRow
            key={row.model}
            row={row}
            need={needs.find((need) => need.model === row.model)}
            isFixed={isFixed}
            onChange={put}
            onRemove={() => onChange(rows.filter((each) => each !== row))}
          />
        ))}
      </tbody>
    </Table>
  );
}

function MatrixRow({
  row,
  need,
  isFixed,
  onChange,
  onRemove,
}: {
  row: Row;
  need: OdooNeed | undefined;
  isFixed: boolean;
  onChange: (row: Row) => void;
  onRemove: () => void;
}) {
  const flows = need?.flows ?? [];
  return (
    <tr>
      <Td strong className="mono">
        {row.model}
      </Td>
      {OPERATIONS.map((operation) => (
        <Td key={operation.value} className="text-center">
          <Checkbox
            label={`${operation.does} ${row.model}`}
            disabled={isFixed}
            checked={row.operations.includes(operation.value)}
            onChange={() => onChange(toggled(row, operation.value))}
          />
        </Td>
      ))}
      <Td className="min-w-32">
        <Names
          label={`Methods of ${row.model}`}
          placeholder="none"
          names={row.anyMethod ? ["*"] : row.methods}
          isFixed={isFixed}
          onChange={(names) => onChange({ ...row, anyMethod: names.includes("*"), methods: names.filter((name) => name !== "*") })}
        />
      </Td>
      <Td className="min-w-48">
        <Names
          label={`Fields of ${row.model}`}
          placeholder="all"
          names={row.fields ?? []}
          isFixed={isFixed}
          onChange={(names) => onChange({ ...row, fields: names.length === 0 || names.includes("*") ? null : names })}
        />
      </Td>
      <Td className="whitespace-nowrap">
        {flows.length === 0 ? (
          <span className="text-warn-text">no flow</span>
        ) : (
          <span title={flows.map((flow) => flow.name).join("\n")}>
            {flows.length === 1 ? <span className="inline-block max-w-40 truncate align-bottom">{flows[0]?.name}</span> : formatPlural(flows.length, "flow")}
            {need?.optional && " (optional)"}
          </span>
        )}
      </Td>
      {!isFixed && (
        <Td>
          <IconButton label={`Take ${row.model} away`} size="sm" onClick={onRemove}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </Td>
      )}
    </tr>
  );
}

/** A list of names as text; it is read when the field is left, so that typing a comma does not jump. */
function Names({
  label,
  placeholder,
  names,
  isFixed,
  onChange,
}: {
  label: string;
  placeholder: string;
  names: string[];
  isFixed: boolean;
  onChange: (names: string[]) => void;
}) {
  const shown = names.join(", ");
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      mono
      size="sm"
      aria-label={label}
      title={shown || placeholder}
      className="w-full"
      placeholder={placeholder}
      spellCheck={false}
      disabled={isFixed}
      value={typed ?? shown}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== null && typed !== shown) onChange(namesFrom(typed));
        setTyped(null);
      }}
    />
  );
}
