"use client";

import { Fragment, type ReactNode, useMemo } from "react";
import { part, usePart } from "../later.tsx";
import { type Block, type Inline, LONGEST } from "./markdown.ts";
import styles from "./markdown.module.css";

const reading = part(() => import("./read-markdown.ts"));

/** A text as it is read: as it was typed, until what reads Markdown is here. Everything becomes an element by name: there is no HTML that could come in. */
export function MarkdownView({ text }: { text: string }) {
  const come = usePart(reading, true);
  const shown = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  const blocks = useMemo(() => come?.readMarkdown(shown), [come, shown]);
  return (
    <div className={styles.markdown}>
      {blocks ? drawBlocks(blocks) : <p className={styles.plain}>{shown}</p>}
      {shown !== text && <p className={styles.more}>{text.length - LONGEST} more characters are not shown.</p>}
    </div>
  );
}

function drawBlocks(blocks: readonly Block[]): ReactNode {
  return blocks.map((block, index) => keyed(index, drawBlock(block)));
}

function drawBlock(block: Block): ReactNode {
  switch (block.kind) {
    case "heading": {
      // one level for all, below the headings of the page: a note that begins with its second level leaves none out
      return <h3 data-level={block.level}>{drawInline(block.of)}</h3>;
    }
    case "paragraph":
      return <p>{drawInline(block.of)}</p>;
    case "words":
      return <span>{drawInline(block.of)}</span>;
    case "quote":
      return <blockquote>{drawBlocks(block.of)}</blockquote>;
    case "code":
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case "rule":
      return <hr />;
    case "list": {
      const List = block.isOrdered ? "ol" : "ul";
      return (
        <List {...(block.isOrdered && block.start !== 1 ? { start: block.start } : {})}>
          {block.items.map((item, index) =>
            keyed(
              index,
              <li data-box={item.isDone === null ? undefined : item.isDone ? "done" : "open"}>
                {item.isDone !== null && <span className="sr-only">{item.isDone ? "Done: " : "To do: "}</span>}
                {drawBlocks(item.of)}
              </li>,
            ),
          )}
        </List>
      );
    }
    case "table":
      return (
        <div className={styles.wide}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell, index) =>
                  keyed(
                    index,
                    <th scope="col" data-align={block.align[index] ?? undefined}>
                      {drawInline(cell)}
                    </th>,
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, at) =>
                keyed(at, <tr>{row.map((cell, index) => keyed(index, <td data-align={block.align[index] ?? undefined}>{drawInline(cell)}</td>))}</tr>),
              )}
            </tbody>
          </table>
        </div>
      );
  }
}

function drawInline(parts: readonly Inline[]): ReactNode {
  return parts.map((part, index) => keyed(index, drawPart(part)));
}

function drawPart(part: Inline): ReactNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "code":
      return <code>{part.text}</code>;
    case "strong":
      return <strong>{drawInline(part.of)}</strong>;
    case "em":
      return <em>{drawInline(part.of)}</em>;
    case "del":
      return <del>{drawInline(part.of)}</del>;
    case "break":
      return <br />;
    case "link":
      return (
        <a href={part.to} target="_blank" rel="noopener noreferrer nofollow" className="nodrag nopan">
          {drawInline(part.of)}
        </a>
      );
  }
}

/** The text is drawn anew as a whole when it changes: its parts are told apart by their order alone. */
function keyed(index: number, node: ReactNode): ReactNode {
  return <Fragment key={index}>{node}</Fragment>;
}
