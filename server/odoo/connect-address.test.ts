import { expect, test } from "vitest";
import { addressesToTry } from "./connect-address.ts";

test.each([
  ["https://acme.odoo.com", "https://acme.odoo.com"],
  ["https://acme.odoo.com/", "https://acme.odoo.com"],
  ["  https://acme.odoo.com/web  ", "https://acme.odoo.com"],
  ["https://acme.odoo.com/web/login?redirect=%2Fodoo#x", "https://acme.odoo.com"],
  ["https://acme.odoo.com/odoo/crm/12", "https://acme.odoo.com"],
  ["https://erp.acme.example/backoffice/web#action=4", "https://erp.acme.example/backoffice"],
  ["http://127.0.0.1:8069/odoo/settings", "http://127.0.0.1:8069"],
  ["acme.odoo.com/web", "https://acme.odoo.com"],
])("%s is %s", (typed, url) => {
  expect(addressesToTry(typed)?.[0]).toBe(url);
});

test("a path that may be the Odoo's own is tried before what stands above it", () => {
  expect(addressesToTry("https://acme.example/practice/odoo")).toEqual([
    "https://acme.example/practice/odoo",
    "https://acme.example/practice",
    "https://acme.example",
  ]);
  expect(addressesToTry("https://acme.example/practice/odoo/web/login")).toContain("https://acme.example/practice/odoo");
  expect(addressesToTry("https://acme.example/erp")).toEqual(["https://acme.example/erp", "https://acme.example"]);
});

test("without a scheme https is tried first, and plain http after it", () => {
  expect(addressesToTry("localhost:8069")).toEqual(["https://localhost:8069", "http://localhost:8069"]);
});

test.each(["", "  ", "our odoo", "odoo", "ftp://acme.odoo.com", "https://", "javascript:alert(1)", "file:///etc/passwd"])("%j is no address", (typed) => {
  expect(addressesToTry(typed)).toBeNull();
});
