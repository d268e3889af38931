/**
 * Which addresses outgoing calls may reach. Only what is known to be public passes; an administrator can open private and loopback addresses
 * for one connection, but never those that answer with a machine's own credentials or that name no single machine.
 */
import { isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

/** Services that hand credentials of the machine to whoever asks. Some sit in ranges that look harmless: Azure's is a public address. */
const METADATA = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "168.63.129.16",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
]);

const PRIVATE = new Set(["loopback", "private", "carrierGradeNat", "uniqueLocal"]);

/** The one block of IPv6 that is routed publicly: everything outside it is special, known to ipaddr.js or not. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

const NAMES: Record<string, string> = {
  loopback: "this machine itself",
  private: "a private network",
  carrierGradeNat: "a provider's inner network",
  uniqueLocal: "a private network",
  linkLocal: "a link-local address",
  unspecified: "an unspecified address",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
};

export type Judgement = { allowed: true } | { allowed: false; why: string /** an administrator could allow it for a connection */; couldBeAllowed: boolean };

export function judgeAddress(address: string, allowPrivate: boolean): Judgement {
  // a zone means: on one of this machine's own links
  if (address.includes("%")) return refused("a link-local address");
  const canonical = isIPv6(address) ? bare(URL.parse(`http://[${address}]`)?.hostname) : address;
  if (!ipaddr.isValid(canonical)) return refused("not an address");
  const parsed = ipaddr.parse(canonical);
  // ::ffff:10.0.0.1 is 10.0.0.1 in other clothes: the system connects to the inner address
  const real = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
  if (METADATA.has(real.toString())) return refused("a cloud machine's metadata service");
  const range: string = real.range();
  if (PRIVATE.has(range)) return allowPrivate ? { allowed: true } : { allowed: false, why: NAMES[range] ?? range, couldBeAllowed: true };
  if (range !== "unicast") return refused(NAMES[range] ?? "a reserved range");
  if (real instanceof ipaddr.IPv6 && !real.match(GLOBAL_IPV6)) return refused("a reserved range");
  return { allowed: true };
}

/** ipaddr.js reads ::10.0.0.1 as ::ffff:10.0.0.1, which is another address: it gets hexadecimal digits only. */
function bare(hostname: string | undefined): string {
  return hostname?.replace(/^\[|\]$/g, "") ?? "";
}

function refused(why: string): Judgement {
  return { allowed: false, why, couldBeAllowed: false };
}
