import { describe, expect, test } from "vitest";
import { judgeAddress } from "./address.ts";

const PRIVATE = [
  "127.0.0.1",
  "127.9.9.9",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "::1",
  "fd12:3456::1",
  "fc00::1",
  "::ffff:127.0.0.1",
  "::ffff:10.1.2.3",
  "::ffff:7f00:1",
];
const NEVER = [
  "0.0.0.0",
  "0.1.2.3",
  "::",
  "169.254.1.1",
  "169.254.169.254",
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "169.254.170.2",
  "100.100.100.200",
  "168.63.129.16",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "224.0.0.1",
  "ff02::1",
  "255.255.255.255",
  "240.0.0.1",
  "192.0.2.1",
  "192.0.0.192",
  "198.18.0.1",
  "198.51.100.7",
  "203.0.113.9",
  // NAT64, its local prefix, 6to4, Teredo, IPv4-compatible, site-local, documentation: all of them can carry a private address inside
  "64:ff9b::127.0.0.1",
  "64:ff9b::808:808",
  "64:ff9b:1::a00:1",
  "2002:7f00:1::",
  "2001:0:7f00:1::",
  "::127.0.0.1",
  "::ffff:0:127.0.0.1",
  "fec0::1",
  "2001:db8::1",
  "100::1",
  "not an address",
  "",
];
const PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "::ffff:8.8.8.8"];

describe("addresses of outgoing calls", () => {
  test.each(PRIVATE)("%s is refused until an administrator allows private addresses", (address) => {
    expect(judgeAddress(address, false)).toMatchObject({ allowed: false, couldBeAllowed: true });
    expect(judgeAddress(address, true)).toEqual({ allowed: true });
  });

  test.each(NEVER)("%s is refused whatever an administrator allows", (address) => {
    expect(judgeAddress(address, false)).toMatchObject({ allowed: false, couldBeAllowed: false });
    expect(judgeAddress(address, true)).toMatchObject({ allowed: false });
  });

  test.each(PUBLIC)("%s is reached", (address) => {
    expect(judgeAddress(address, false)).toEqual({ allowed: true });
  });
});
