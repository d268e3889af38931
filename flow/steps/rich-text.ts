/** Text as Odoo keeps it where people write: plain text comes from outside, and none of its signs may become a tag. */

export function asHtml(text: string, format: "text" | "html"): string {
  if (format === "html") return text;
  return text
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll(/\r?\n/g, "<br>")}</p>`)
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
