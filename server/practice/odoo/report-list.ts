import type { Json } from "#flow/document.ts";

/** What the practice Odoo can print: a part of the program, not of its data, so that older installations have it too. */
const REPORTS = [
  { id: 1, name: "PDF Quote", report_name: "sale.report_saleorder", model: "sale.order" },
  { id: 2, name: "Payment Receipt", report_name: "account.report_payment_receipt", model: "account.payment" },
  { id: 3, name: "Invoice PDF", report_name: "account.report_invoice_with_payments", model: "account.move" },
];

export const REPORT = "ir.actions.report";
export const reports = REPORTS.map((report): { [field: string]: Json; id: number; name: string } => ({
  ...report,
  report_type: "qweb-pdf",
  model_id: report.id,
}));

/** As records are kept. */
export function storedReports(ids: number[] | undefined) {
  const at = "2026-01-01 00:00:00";
  return reports.filter(({ id }) => ids === undefined || ids.includes(id)).map(({ id, ...fields }) => ({ id, fields, create_date: at, write_date: at }));
}
