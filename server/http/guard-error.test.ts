import { expect, test } from "vitest";
import { GuardError } from "./guard-error.ts";

const told = (code: string) => {
  const { message, fix } = GuardError.unreachable(Object.assign(new Error("no"), { code }), "odoo.halvorsen.example");
  return { message, fix };
};

test("each trouble with a certificate is told as what it is, with what to do", () => {
  expect(told("CERT_HAS_EXPIRED")).toMatchObject({ message: expect.stringContaining("has expired"), fix: expect.stringContaining("Renew") });
  expect(told("ERR_TLS_CERT_ALTNAME_INVALID")).toMatchObject({
    message: expect.stringContaining("another name"),
    fix: expect.stringContaining("name that the certificate"),
  });
  expect(told("DEPTH_ZERO_SELF_SIGNED_CERT")).toMatchObject({
    message: expect.stringContaining("signed its certificate itself"),
    fix: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  });
  expect(told("UNABLE_TO_GET_ISSUER_CERT_LOCALLY")).toMatchObject({
    message: expect.stringContaining("not known here"),
    fix: expect.stringContaining("your own authority"),
  });
  expect(told("UNABLE_TO_VERIFY_LEAF_SIGNATURE")).toMatchObject({ message: expect.stringContaining("whole chain") });
});

test("one that nobody has met before keeps its code, for whoever looks it up", () => {
  expect(told("CERT_SIGNATURE_FAILURE")).toMatchObject({
    message: expect.stringContaining("(CERT_SIGNATURE_FAILURE)"),
    fix: expect.stringContaining("must be valid"),
  });
});
