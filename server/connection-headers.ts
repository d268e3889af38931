/** Headers that say how the bytes went over one connection (RFC 9110, 7.6.1), and nothing about what was said: history does not keep them. */
const NAMES = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"]);

/** @param name as it came, in any case */
export function isOfConnection(name: string): boolean {
  return NAMES.has(name.toLowerCase());
}
