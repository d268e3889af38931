"use client";

import type { Json } from "#flow/document.ts";
import { startPathDrag } from "../panel/path-drag.ts";
import { usePutPath } from "./source-tree.tsx";
import { type DataTable, dataTables } from "./tables.ts";
import styles from "./wide.module.css";

/** A payload as tables. Each cell, and each column's head, can be dragged onto a setting or put there by Enter. */
export function DataTables({ value, path, query, isStill = false }: { value: Json; path: string; query: string /** only looked at */; isStill?: boolean }) {
  const tables = dataTables(value, path, query);
  return tables.map((table) => <OneTable key={`${table.path} ${table.columns === null}`} table={table} isStill={isStill} />);
}

function OneTable({ table, isStill }: { table: DataTable; isStill: boolean }) {
  return (
    <section aria-label={`${table.path} as a table`}>
      <p className={styles.tableName}>
        {table.path}
        {table.total > table.rows.length && ` · the first ${table.rows.length} of ${table.total}`}
      </p>
      <div className={styles.tableScroll} tabIndex={isStill ? 0 : undefined}>
        <table className={styles.table}>
          <thead>
            <tr>
              {table.columns === null ? (
                <>
                  <th scope="col">
                    <span className={styles.cell}>Field</span>
                  </th>
                  <th scope="col">
                    <span className={styles.cell}>Value</span>
                  </th>
                </>
              ) : (
                <>
                  <th scope="col">
                    <span className={styles.cell}>
                      <span className="sr-only">Place</span>#
                    </span>
                  </th>
                  {table.columns.map((column) => (
                    <th key={column.path} scope="col">
                      <PathCell path={column.path} text={column.name} isStill={isStill} />
                    </th>
                  ))}
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.path}>
                <th scope="row">
                  {table.columns === null ? (
                    <PathCell path={row.path} text={row.name} isStill={isStill} />
                  ) : (
                    <span className={`${styles.cell} ${styles.place}`}>{row.name}</span>
                  )}
                </th>
                {row.cells.map((cell) => (
                  <td key={cell.path}>
                    {table.columns === null ? (
                      <span className={styles.cell}>{cell.text}</span>
                    ) : (
                      <PathCell path={cell.path} text={cell.text} isStill={isStill} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PathCell({ path, text, isStill }: { path: string; text: string; isStill: boolean }) {
  const put = usePutPath();
  if (isStill) return <span className={styles.cell}>{text}</span>;
  return (
    <button
      type="button"
      draggable
      className={styles.cell}
      title={path}
      aria-label={`${text} · ${path}`}
      onDragStart={(event) => startPathDrag(event, path)}
      onClick={() => put(path)}
    >
      {text === "" ? "\u00a0" : text}
    </button>
  );
}
