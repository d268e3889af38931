import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { ContractField } from "#flow/contract/fields.ts";
import { fieldsOf } from "#flow/contract/fields.ts";
import type { Json } from "#flow/document.ts";
import styles from "./governance.module.css";

/** Every field on a line; those inside an object or a list stand under it, further in. */
export function ContractFields({ schema }: { schema: Json }) {
  return (
    <Table label="Fields of the contract" className={styles.fields}>
      <thead>
        <tr>
          <Th>Field</Th>
          <Th>Type</Th>
          <Th>Required</Th>
          <Th>What it is</Th>
          <Th>Values</Th>
        </tr>
      </thead>
      <tbody>
        {fieldsOf(schema).map((field) => (
          <FieldRow key={field.path} field={field} />
        ))}
      </tbody>
    </Table>
  );
}

function FieldRow({ field }: { field: ContractField }) {
  return (
    <tr>
      <Td strong>
        <span className={styles.name} style={{ paddingLeft: field.depth * 16 }} title={field.path}>
          {field.name}
        </span>
      </Td>
      <Td>
        <span className="mono text-11 whitespace-nowrap">{field.type}</span>
      </Td>
      <Td>{field.isRequired ? "required" : ""}</Td>
      <Td>
        <span className="block min-w-40 max-w-[44ch]">{field.description}</span>
      </Td>
      <Td>
        <span className="flex min-w-32 flex-wrap gap-1">
          {(field.values ?? []).map((value) => (
            <Tag key={value} mono>
              {value}
            </Tag>
          ))}
        </span>
      </Td>
    </tr>
  );
}
