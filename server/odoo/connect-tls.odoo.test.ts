/** Connecting by TLS: an Odoo whose certificate is good, and each trouble with certificates as the wizard tells it, over real connections. */
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createGuard } from "#server/http/guard.ts";
import { createPracticeOdoo } from "#server/practice/odoo.ts";
import { certificate } from "#server/testing/certificates.ts";
import type { Certificate } from "#server/testing/certificates.ts";
import { testDatabase } from "#server/testing/database.ts";
import { createOdooVisit } from "./visit.ts";

const HOST = "127.0.0.1";
const KNOWN = certificate({ name: "Halvorsen Root" });
const UNKNOWN = certificate({ name: "Nobody Root" });
const YEAR_MS = 365 * 86_400_000;

const guard = createGuard();
const visit = createOdooVisit({ guard });
const usual = getCACertificates("default");
const ends: (() => Promise<void>)[] = [];
let listener: Parameters<typeof createServer>[1];

beforeAll(async () => {
  setDefaultCACertificates([...usual, KNOWN.cert]);
  const database = await testDatabase();
  const practice = await createPracticeOdoo({ pool: database.pool, clock: { now: Date.now }, log: pino({ level: "silent" }) });
  listener = (request, response) => void practice.handle(request, response);
  ends.push(() => database.drop());
});
afterAll(async () => {
  setDefaultCACertificates(usual);
  await guard.close();
  for (const end of ends.reverse()) await end();
});

async function probed({ cert, key }: Certificate, chain = "") {
  const server = createServer({ cert: cert + chain, key }, listener);
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  ends.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return visit.probe({ address: `https://${HOST}:${(server.address() as AddressInfo).port}/practice/odoo`, allowPrivate: true });
}

it("finds an Odoo whose certificate an authority that is known here vouches for", async () => {
  expect(await probed(certificate({ name: "Odoo", host: HOST, by: KNOWN }))).toMatchObject({ ok: true, version: "19.0", isPlain: false });
});

it("tells a certificate that has expired, and to renew it", async () => {
  const old = { from: new Date(Date.now() - 2 * YEAR_MS), until: new Date(Date.now() - YEAR_MS) };
  expect(await probed(certificate({ name: "Odoo", host: HOST, by: KNOWN, ...old }))).toMatchObject({
    ...{ ok: false, code: "odoo.certificate" },
    message: expect.stringContaining("its certificate has expired"),
    fix: "Renew the certificate on that server.",
  });
});

it("tells a certificate that is not valid yet, and to look at the clocks", async () => {
  const early = { from: new Date(Date.now() + YEAR_MS), until: new Date(Date.now() + 2 * YEAR_MS) };
  expect(await probed(certificate({ name: "Odoo", host: HOST, by: KNOWN, ...early }))).toMatchObject({
    ...{ ok: false, code: "odoo.certificate" },
    message: expect.stringContaining("its certificate is not valid yet"),
    fix: expect.stringContaining("clocks"),
  });
});

it("tells a certificate for another name, and to use that name", async () => {
  expect(await probed(certificate({ name: "Odoo", host: "odoo.halvorsen.example", by: KNOWN }))).toMatchObject({
    ...{ ok: false, code: "odoo.certificate" },
    message: expect.stringContaining("its certificate is for another name"),
    fix: expect.stringContaining("Use the name"),
  });
});

it("tells a certificate that a server signed itself, and how to trust it", async () => {
  expect(await probed(certificate({ name: "Odoo", host: HOST }))).toMatchObject({
    ...{ ok: false, code: "odoo.certificate" },
    message: expect.stringContaining("it signed its certificate itself"),
    fix: expect.stringContaining("NODE_EXTRA_CA_CERTS naming the file of that certificate"),
  });
});

it("tells an authority that is not known here, and a chain that is not whole", async () => {
  const strange = certificate({ name: "Odoo", host: HOST, by: UNKNOWN });
  expect(await probed(strange, UNKNOWN.cert)).toMatchObject({
    ...{ ok: false, code: "odoo.certificate" },
    message: expect.stringContaining("an authority that is not known here"),
    fix: expect.stringContaining("your own authority's certificate"),
  });
  expect(await probed(strange)).toMatchObject({
    ...{ ok: false, code: "odoo.certificate" },
    message: expect.stringContaining("it does not send the whole chain"),
    fix: expect.stringContaining("Let that server send"),
  });
});
