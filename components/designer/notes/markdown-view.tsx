import { Fragment, type ReactNode, useMemo } from "react";
import { type Block, type Inline, readMarkdown } from "./markdown.ts";
import styles from "./notes.module.css";

/** A note's text as it is read. Everything becomes an element by name: there is no HTML that could come in. */
export function MarkdownView({ text }: { text: string }) {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return <div className={styles.markdown}>{blocks.map((block, index) => keyed(index, drawBlock(block)))}</div>;
}

function drawBlock(block: Block): ReactNode {
  switch (block.kind) {
    case "heading": {
      // one level for all, below the headings of the page: a note that begins with its second level leaves none out
      return <h3 data-level={block.level}>{drawInline(block.of)}</h3>;
    }
    case "paragraph":
      return <p>{drawInline(block.of)}</p>;
    case "quote":
      return <blockquote>{drawInline(block.of)}</blockquote>;
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
        <List>
          {block.items.map((item, index) =>
            keyed(
              index,
              <li data-box={item.isDone === null ? undefined : item.isDone ? "done" : "open"}>
                {item.isDone !== null && <span className="sr-only">{item.isDone ? "Done: " : "To do: "}</span>}
                {drawInline(item.of)}
              </li>,
            ),
          )}
        </List>
      );
    }
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
