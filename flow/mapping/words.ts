/** Names of fields as words that can be compared: camelCase, snake_case, German and English business words. */

/** Each row means one thing; the first word stands for all of them. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["partner", "customer", "client", "account", "company", "debitor", "kunde", "firma", "buyer"],
  ["email", "mail", "e mail", "mailadresse"],
  ["phone", "telephone", "tel", "telefon", "telefonnummer", "mobile", "mobil", "handy"],
  ["zip", "postcode", "postal code", "plz", "postleitzahl", "zip code"],
  ["city", "town", "ort", "stadt"],
  ["street", "strasse", "address line", "address line1", "strasse hausnummer"],
  ["country", "land", "country code"],
  ["vat", "vat number", "tax id", "tax number", "ust id", "ustid", "umsatzsteuer id", "vat id"],
  ["name", "title", "bezeichnung", "display name"],
  ["amount", "betrag", "total", "sum", "summe", "amount total", "revenue", "umsatz", "expected revenue"],
  ["quantity", "qty", "menge", "anzahl", "product uom qty", "units"],
  ["price", "preis", "unit price", "price unit", "einzelpreis", "rate"],
  ["date", "datum", "day", "tag"],
  ["reference", "ref", "referenz", "number", "nummer", "no", "nr"],
  ["language", "lang", "sprache", "locale"],
  ["description", "text", "beschreibung", "details"],
  ["comment", "note", "notes", "bemerkung", "notiz", "kommentar", "remarks"],
  ["website", "url", "homepage", "web", "webseite"],
  ["user", "salesperson", "owner", "verantwortlich", "manager", "responsible"],
  ["function", "job position", "job title", "position", "role"],
  ["product", "produkt", "artikel", "item", "article", "sku"],
  ["lines", "order line", "items", "positions", "positionen", "line items"],
  ["begin", "start", "date start", "start date", "beginn"],
  ["end", "end date", "date end", "ende", "deadline"],
];

const MEANING = new Map(SYNONYMS.flatMap((row) => row.map((word) => [word, row[0] ?? word] as const)));

/** Words in small letters; `_id` and `_ids` say only what kind of field it is. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/_ids?$/, "")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

/** What the words mean: the same for *Kunde*, *customer* and *client*. */
export function meaningOf(words: readonly string[]): string {
  const whole = words.join(" ");
  return MEANING.get(whole) ?? words.map((word) => MEANING.get(word) ?? word).join(" ");
}
