/** How expressions are read by the editor, and how they look. */
import { HighlightStyle, StreamLanguage } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const expressionLanguage = StreamLanguage.define<{ inComment: boolean }>({
  startState: () => ({ inComment: false }),
  token: (stream, state) => {
    if (state.inComment || stream.match("/*")) {
      state.inComment = !stream.match(/^.*?\*\//);
      if (state.inComment) stream.skipToEnd();
      return "comment";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^'(?:[^'\\]|\\.)*'?/) || stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
    if (stream.match(/^\d+(\.\d+)?/)) return "number";
    if (stream.match(/^\$\w*/)) return "variableName.function";
    if (stream.match(/^(and|or|in|true|false|null|function)\b/)) return "keyword";
    if (stream.match(/^[A-Za-z_]\w*/)) return "propertyName";
    stream.next();
    return "operator";
  },
});

export const colours = HighlightStyle.define([
  { tag: tags.string, color: "var(--succeeded-text)" },
  { tag: tags.number, color: "var(--business-text)" },
  { tag: tags.function(tags.variableName), color: "var(--accent-text)" },
  { tag: tags.keyword, color: "var(--accent-text)" },
  { tag: tags.propertyName, color: "var(--c-transform)" },
  { tag: tags.operator, color: "var(--ink-3)" },
  { tag: tags.comment, color: "var(--ink-3)" },
]);

export const looks = EditorView.theme({
  "&": { fontSize: "12px", background: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": { fontFamily: "var(--mono)", padding: "5px 0", caretColor: "var(--ink)", minHeight: "18px" },
  ".cm-line": { padding: "0 9px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--ink-3)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: "var(--accent-soft)" },
  ".cm-tooltip": { background: "var(--raised)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--e-2)", color: "var(--ink)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12px", maxHeight: "220px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--surface-3)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal", marginLeft: "10px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-diagnostic": { fontSize: "12px", padding: "4px 8px" },
  ".cm-diagnosticAction": { background: "var(--accent)", color: "var(--accent-ink)", borderRadius: "4px", padding: "1px 6px" },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "260px", padding: "6px 9px", fontSize: "12px", color: "var(--ink-2)" },
});
