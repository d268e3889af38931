import { ArrowRight, Check, Pencil, Plus, Send, TriangleAlert } from "lucide-react";
import { Fragment } from "react";
import { keyed } from "#components/ui/keyed.ts";
import { Note } from "#components/ui/note.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { Json } from "#flow/document.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { ApprovalView } from "#server/app.ts";
import { formatOdooField, newRecordOf } from "./fact-format.ts";
import frame from "./inbox.module.css";
import beforeAfter from "#components/ui/before-after.module.css";
import { cx } from "#components/ui/cx.ts";
import styles from "./changes-table.module.css";

/** What approving would write: a dry run of the approved path up to its next wait. */
export function ChangesTable({ approval }: { approval: ApprovalView }) {
  const writes = approval.changes.filter((change) => change.system === "odoo");
  const isOpen = approval.state === "open" || approval.state === "decided";
  const others = approval.changes.filter((change) => change.system !== "odoo");
  return (
    <>
      <section className={frame.section} aria-label="What changes in Odoo">
        <h3>What changes in Odoo</h3>
        {approval.changesProblem &&
          (isOpen ? (
            <Note tone="warn" icon={TriangleAlert}>
              {approval.changesProblem}
            </Note>
          ) : (
            <p className="text-ink-3">{approval.changesProblem}</p>
          ))}
        {writes.length > 0 && (
          <table className={cx(styles.diff, beforeAfter.values)}>
            <colgroup>
              <col style={{ width: "33%" }} />
              <col style={{ width: "32%" }} />
              <col style={{ width: 30 }} />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Now</th>
                <td aria-hidden="true" style={{ height: "auto" }} />
                <th scope="col">After approval</th>
              </tr>
            </thead>
            {keyed(writes, (change) => change.model ?? change.title).map(({ key, item }) => (
              <Group key={key} change={item} />
            ))}
          </table>
        )}
        {writes.length === 0 && !approval.changesProblem && <p className="text-ink-3">Approving writes nothing to Odoo.</p>}
      </section>
      {others.length > 0 && (
        <section className={frame.section} aria-label="What is sent">
          <h3>What is sent</h3>
          <ul className={styles.sent}>
            {keyed(others, (change) => change.title).map(({ key, item: change }) => (
              <li key={key}>
                <Send size={12} aria-hidden /> {change.title}
                {change.unread && <span className="text-ink-3"> · {change.unread}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Group({ change }: { change: EffectPreview }) {
  const Icon = change.action === "create" ? Plus : change.action === "none" ? Check : Pencil;
  return (
    <tbody>
      <tr className={styles.group}>
        <th colSpan={4} scope="rowgroup">
          <span className={styles.groupLine}>
            <Icon size={12} aria-hidden />
            <b>{change.modelLabel ?? change.model ?? change.title}</b>
            <span className={styles.groupName}>{change.record?.name ?? nameIn(change)}</span>
            <span className={styles.technical}>
              {change.model}
              {change.record ? ` ${change.record.id}` : ""}
            </span>
            <Tag>{badgeOf(change)}</Tag>
          </span>
        </th>
      </tr>
      {change.unread && (
        <tr>
          <td colSpan={4}>
            <span className={styles.unread}>
              <TriangleAlert size={14} aria-hidden /> {change.unread}
            </span>
          </td>
        </tr>
      )}
      {change.fields.map((field) => (
        <Fragment key={field.name}>
          <tr>
            <th scope="row">
              <span className={styles.fieldLabel}>{field.label}</span>
              <span className={styles.technical}>{field.name}</span>
            </th>
            <td>
              <Before value={field.before} type={field.type} unknown={change.unread !== undefined && change.action !== "create"} />
            </td>
            <td className={styles.arrow}>
              <ArrowRight size={14} aria-hidden />
            </td>
            <td>
              <After value={field.after} type={field.type} />
            </td>
          </tr>
        </Fragment>
      ))}
    </tbody>
  );
}

function Before({ value, type, unknown }: { value: Json; type: string | undefined; unknown: boolean }) {
  if (unknown) return <span className="text-ink-3">not read</span>;
  const text = formatOdooField(value, type);
  return text === "none" ? <span className="text-ink-3">none</span> : <del>{text}</del>;
}

function After({ value, type }: { value: Json; type: string | undefined }) {
  if (newRecordOf(value) !== null) return <Tag title={`The record that step ${newRecordOf(value)} creates`}>new</Tag>;
  if (Array.isArray(value) && value.some((entry) => newRecordOf(entry) !== null)) return <Tag>new</Tag>;
  const text = formatOdooField(value, type);
  return text === "none" ? <span className="text-ink-3">none</span> : <ins>{text}</ins>;
}

function badgeOf(change: EffectPreview): string {
  if (change.action === "create") return "new";
  if (change.action === "none") return "no change";
  if (change.action === "call") return "call";
  return change.fields.length === 1 ? "1 field" : `${change.fields.length} fields`;
}

function nameIn(change: EffectPreview): string {
  const named = change.fields.find((field) => field.name === "name" || field.name === "display_name");
  return typeof named?.after === "string" ? named.after : "";
}
