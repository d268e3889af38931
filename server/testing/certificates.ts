/** Certificates for tests of TLS, written byte by byte (X.509, RFC 5280) and signed by Node: no tool is needed, and nothing is kept. */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { isIP } from "node:net";

export type Certificate = { cert: string; key: string; name: string };
type Wanted = {
  /** host or IP address that it is for; absent for an authority */
  host?: string;
  name: string;
  /** who vouches for it; absent: itself */
  by?: Certificate;
  from?: Date;
  until?: Date;
};

const DAY_MS = 86_400_000;

export function certificate(q: Wanted): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = q.by === undefined ? { key: privateKey, name: q.name } : authority(q.by);
  const from = q.from ?? new Date(Date.now() - DAY_MS);
  const until = q.until ?? new Date(Date.now() + DAY_MS);
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguished(issuer.name),
    sequence(time(from), time(until)),
    distinguished(q.name),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions(q.host))),
  );
  const signature = sign("sha256", body, issuer.key);
  const der = sequence(body, ECDSA_WITH_SHA256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const cert = `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/.{64}/g, "$&\n").trim()}\n-----END CERTIFICATE-----\n`;
  return { cert, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), name: q.name };
}

function authority({ key, name }: Certificate): { key: KeyObject; name: string } {
  return { key: createPrivateKey(key), name };
}

function extensions(host: string | undefined): Buffer[] {
  if (host === undefined) return [extension("551d13", sequence(tagged(0x01, Buffer.from([0xff]))), true)];
  const name = isIP(host) === 4 ? tagged(0x87, Buffer.from(host.split(".").map(Number))) : tagged(0x82, Buffer.from(host, "ascii"));
  return [extension("551d11", sequence(name), false)];
}

function extension(oid: string, content: Buffer, isCritical: boolean): Buffer {
  return sequence(identifier(oid), ...(isCritical ? [tagged(0x01, Buffer.from([0xff]))] : []), tagged(0x04, content));
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function identifier(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

/** One name, the common one. */
function distinguished(name: string): Buffer {
  return sequence(tagged(0x31, sequence(identifier("550403"), tagged(0x0c, Buffer.from(name, "utf8")))));
}

function time(at: Date): Buffer {
  return tagged(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`, "ascii"));
}

const ECDSA_WITH_SHA256 = sequence(identifier("2a8648ce3d040302"));
