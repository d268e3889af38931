/** Reads the subject and the plain text of a message as our own composer writes them: one part, in any of mail's encodings. */
export function readMessage(raw: Buffer): { subject: string; text: string } {
  const end = raw.indexOf("\r\n\r\n");
  const head = raw.subarray(0, end < 0 ? raw.length : end).toString("latin1");
  const body = end < 0 ? Buffer.alloc(0) : raw.subarray(end + 4);
  // a header goes on in the next line when that starts with a space
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const header = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? "";
  const bytes = unpacked(body, header("content-transfer-encoding").toLowerCase());
  return { subject: words(header("subject")), text: bytes.toString("utf8").replaceAll("\r\n", "\n").trimEnd() };
}

function unpacked(body: Buffer, encoding: string): Buffer {
  if (encoding === "base64") return Buffer.from(body.toString("latin1"), "base64");
  if (encoding === "quoted-printable") return quoted(body.toString("latin1").replace(/=\r?\n/g, ""));
  return body;
}

function quoted(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
}

/** =?UTF-8?Q?Won=3A_Lumen?= is how a header carries what is not ASCII. Neighbouring words are one text. */
function words(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?[^?]+\?([BbQq])\?([^?]*)\?=/g, (_, kind: string, word: string) =>
      (kind.toLowerCase() === "b" ? Buffer.from(word, "base64") : quoted(word.replaceAll("_", " "))).toString("utf8"),
    );
}
