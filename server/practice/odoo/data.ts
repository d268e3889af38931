/** What the practice Odoo holds at first: the firm Halvorsen Partners, its customers, people, opportunities and running projects. */
import type { Json } from "#flow/document.ts";

export type FirstRow = { id: number; fields: Record<string, Json>; xmlId?: string };

const rows = (...fields: Record<string, Json>[]): FirstRow[] => fields.map((each, index) => ({ id: index + 1, fields: each }));

const COUNTRIES = [
  ["Austria", "AT"],
  ["Belgium", "BE"],
  ["Denmark", "DK"],
  ["Finland", "FI"],
  ["France", "FR"],
  ["Germany", "DE"],
  ["Netherlands", "NL"],
  ["Norway", "NO"],
  ["Sweden", "SE"],
  ["Switzerland", "CH"],
  ["United Kingdom", "GB"],
  ["United States", "US"],
];
const GERMANY = 6;
const NORWAY = 8;
const SWEDEN = 9;

export const DATA: Record<string, FirstRow[]> = {
  "res.currency": rows(
    { name: "EUR", symbol: "€", rounding: 0.01, active: true },
    { name: "SEK", symbol: "kr", rounding: 0.01, active: true },
    { name: "NOK", symbol: "kr", rounding: 0.01, active: true },
    { name: "USD", symbol: "$", rounding: 0.01, active: true },
    { name: "JPY", symbol: "¥", rounding: 1, active: true },
    { name: "KWD", symbol: "د.ك", rounding: 0.001, active: true },
  ),
  "res.country": rows(...COUNTRIES.map(([name = "", code = ""]) => ({ name, code }))),
  "res.lang": rows(
    { name: "English (US)", code: "en_US", active: true },
    { name: "German / Deutsch", code: "de_DE", active: true },
    { name: "Swedish / Svenska", code: "sv_SE", active: true },
  ),
  "res.partner": rows(
    { name: "Halvorsen Partners (practice)", is_company: true, city: "Oslo", country_id: NORWAY, website: "https://halvorsen.example", active: true },
    { name: "Mitchell Admin", email: "admin@halvorsen.example", parent_id: 1, active: true },
    { name: "Nordlys Energi AS", is_company: true, city: "Bergen", country_id: NORWAY, vat: "NO914782007MVA", email: "post@nordlys.example", active: true },
    {
      name: "Brandt Maschinenbau GmbH",
      is_company: true,
      city: "Stuttgart",
      country_id: GERMANY,
      vat: "DE129273398",
      email: "einkauf@brandt.example",
      active: true,
    },
    {
      name: "Sjöberg Fastigheter AB",
      is_company: true,
      city: "Göteborg",
      country_id: SWEDEN,
      vat: "SE556703748501",
      email: "info@sjoberg.example",
      active: true,
    },
    { name: "Karin Sjöberg", parent_id: 5, function: "CFO", email: "karin@sjoberg.example", active: true },
    { name: "Almgren Kliniken", is_company: true, city: "Stockholm", country_id: SWEDEN, active: true },
  ),
  "res.company": rows({ name: "Halvorsen Partners (practice)", partner_id: 1, currency_id: 1, country_id: NORWAY }),
  "res.users": [
    { id: 1, fields: { name: "OdooBot", login: "__system__", active: false, partner_id: 1, company_id: 1, company_ids: [1] } },
    {
      id: 2,
      fields: { name: "Mitchell Admin", login: "admin", active: true, partner_id: 2, company_id: 1, company_ids: [1], email: "admin@halvorsen.example" },
    },
    {
      id: 3,
      fields: {
        name: "Ingrid Moen",
        login: "ingrid.moen@halvorsen.example",
        active: true,
        partner_id: 2,
        company_id: 1,
        company_ids: [1],
        email: "ingrid.moen@halvorsen.example",
      },
    },
  ],
  "crm.stage": rows(
    { name: "New", sequence: 1, is_won: false },
    { name: "Qualified", sequence: 2, is_won: false },
    { name: "Proposition", sequence: 3, is_won: false },
    { name: "Won", sequence: 70, is_won: true },
  ),
  "crm.lead": rows(
    { name: "Grid strategy 2027", type: "opportunity", partner_id: 3, expected_revenue: 84000, stage_id: 3, user_id: 3, probability: 60, active: true },
    { name: "Plant controlling", type: "opportunity", partner_id: 4, expected_revenue: 38500, stage_id: 4, user_id: 3, probability: 100, active: true },
  ),
  "project.project.stage": rows({ name: "To Do", sequence: 10 }, { name: "In Progress", sequence: 20 }, { name: "Done", sequence: 30 }),
  "project.project": rows(
    {
      name: "Nordlys Energi: tariff model",
      partner_id: 3,
      user_id: 3,
      company_id: 1,
      stage_id: 2,
      active: true,
      privacy_visibility: "portal",
      allow_timesheets: true,
      sequence: 10,
    },
    {
      name: "Brandt: cost accounting",
      partner_id: 4,
      user_id: 3,
      company_id: 1,
      stage_id: 2,
      active: true,
      privacy_visibility: "portal",
      allow_timesheets: true,
      sequence: 10,
    },
  ),
  "project.task.type": rows({ name: "New", sequence: 1 }, { name: "In Progress", sequence: 5 }, { name: "Done", sequence: 10, fold: true }),
  "project.task": rows(
    { name: "Collect tariffs", project_id: 1, stage_id: 3, state: "1_done", active: true, priority: "0" },
    { name: "Draft the model", project_id: 1, stage_id: 2, state: "01_in_progress", active: true, priority: "1" },
  ),
  "product.product": rows(
    { name: "Senior consultant, day", default_code: "CONS-SR", type: "service", list_price: 1650, active: true },
    { name: "Consultant, day", default_code: "CONS", type: "service", list_price: 1180, active: true },
    { name: "Travel, lump sum", default_code: "TRAVEL", type: "service", list_price: 240, active: true },
  ),
  "hr.employee": rows(
    { name: "Ingrid Moen", work_email: "ingrid.moen@halvorsen.example", job_title: "Engagement manager", user_id: 3, company_id: 1, active: true },
    { name: "Jonas Weber", work_email: "jonas.weber@halvorsen.example", job_title: "Consultant", company_id: 1, active: true },
  ),
  "ir.module.module": rows(
    { name: "crm", shortdesc: "CRM", state: "installed", application: true },
    { name: "project", shortdesc: "Project", state: "installed", application: true },
    { name: "sale", shortdesc: "Sales", state: "installed", application: true },
    { name: "hr", shortdesc: "Employees", state: "installed", application: true },
  ),
};

/** What later releases brought: the first data of an installation is there already. */
export const LATER: Record<string, FirstRow[]> = {
  "mail.message.subtype": [
    { id: 1, fields: { name: "Discussions" }, xmlId: "mail.mt_comment" },
    { id: 2, fields: { name: "Note" }, xmlId: "mail.mt_note" },
  ],
  "mail.activity.type": rows(
    { name: "To-Do", active: true, sequence: 5 },
    { name: "Call", active: true, sequence: 6 },
    { name: "Meeting", active: true, sequence: 7 },
  ),
};
