/** The text of a piece of HTML that comes from outside, paragraphs and list items on lines of their own. What looks like markup is left out, never kept. */

const BREAKS = /<\/(?:p|li|dt|dd|div|pre|h\d|tr)>|<br\s*\/?>/gi;
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", nbsp: " ", amp: "&" };

export function textOfHtml(html: string): string {
  return html
    .slice(0, 20_000)
    .replace(BREAKS, "\n")
    .replace(/<[^<>]*>/g, "")
    .replace(/&(lt|gt|quot|#39|#x27|nbsp|amp);/g, (_, name: string) => ENTITIES[name] ?? "")
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}
