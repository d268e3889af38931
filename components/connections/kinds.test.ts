import { expect, test } from "vitest";
import { fromConfig, secretWords, toRequest } from "./kinds.ts";

test("an http connection's credentials go where the API takes them", () => {
  expect(toRequest("http", { baseUrl: "https://api.crm.example", auth: "basic", username: "flows", password: "s3cret", token: "left over" })).toEqual({
    config: { baseUrl: "https://api.crm.example", auth: { kind: "basic", username: "flows" } },
    secrets: { password: "s3cret" },
  });
});

test("a secret that is not typed again is left as it is", () => {
  expect(toRequest("odoo", { url: "https://x.odoo.com", database: "x", login: "a", apiKey: "" }).secrets).toEqual({});
});

test("what was stored fills the form", () => {
  const config = { host: "smtp.halvorsen.example", port: 587, secure: false, from: "flows@halvorsen.example" };
  expect(toRequest("smtp", fromConfig(config)).config).toEqual(config);
});

test("a setting that was emptied goes; one that was never there is not named", () => {
  const stored = { host: "smtp.halvorsen.example", port: 587, secure: false, from: "flows@halvorsen.example", login: "flows" };
  expect(toRequest("smtp", { ...fromConfig(stored), login: "" }, stored).config).toMatchObject({ login: null });
  expect(toRequest("smtp", { ...fromConfig(stored), login: "" }).config).not.toHaveProperty("login");
});

test("secrets are called what their field is called", () => {
  expect(secretWords("odoo", "apiKey")).toBe("API key");
  expect(secretWords("http", "unheard-of")).toBe("unheard-of");
});

test("limits are kept together, and go when both are emptied", () => {
  const stored = { url: "https://x.odoo.com", database: "x", login: "a", limits: { concurrent: 2, perSecond: 0.5 } };
  expect(toRequest("odoo", fromConfig(stored), stored).config).toEqual(stored);
  expect(toRequest("odoo", { ...fromConfig(stored), concurrent: "", perSecond: "" }, stored).config).toMatchObject({ limits: null });
  expect(toRequest("odoo", { ...fromConfig(stored), perSecond: "" }, stored).config).toMatchObject({ limits: { concurrent: 2 } });
});

test("companies are a list of ids, written one after the other", () => {
  const stored = { url: "https://x.odoo.com", database: "x", login: "a", companies: [3, 1], timezone: "Europe/Oslo" };
  expect(fromConfig(stored)).toMatchObject({ companies: "3, 1" });
  expect(toRequest("odoo", fromConfig(stored), stored).config).toEqual(stored);
  expect(toRequest("odoo", { ...fromConfig(stored), companies: "" }, stored).config).toMatchObject({ companies: null });
});
