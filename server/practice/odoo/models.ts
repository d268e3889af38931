/** The models of the practice Odoo with the fields that flows of a professional-services firm use: names, types and labels as in Odoo 19. */
import { char, choice, date, datetime, html, lines, many, number, one, text, yes } from "./fields.ts";
import type { FieldSpec, ModelSpec } from "./fields.ts";

const name = char("Name", { required: true });
const active = yes("Active", true);
const company = one("Company", "res.company");

export const MODELS: Record<string, ModelSpec> = {
  "res.partner": {
    label: "Contact",
    fields: {
      name: char("Name"),
      active,
      is_company: yes("Is a Company", false),
      type: choice(
        "Address Type",
        [
          ["contact", "Contact"],
          ["invoice", "Invoice"],
          ["delivery", "Delivery"],
          ["other", "Other"],
        ],
        { value: "contact" },
      ),
      parent_id: one("Related Company", "res.partner"),
      child_ids: lines("Contact", "res.partner", "parent_id"),
      email: char("Email"),
      phone: char("Phone"),
      website: char("Website Link"),
      vat: char("Tax ID"),
      ref: char("Reference"),
      street: char("Street"),
      street2: char("Street2"),
      zip: char("Zip"),
      city: char("City"),
      country_id: one("Country", "res.country"),
      lang: choice(
        "Language",
        [
          ["en_US", "English (US)"],
          ["de_DE", "German"],
          ["sv_SE", "Swedish"],
        ],
        { value: "en_US" },
      ),
      user_id: one("Salesperson", "res.users"),
      category_id: many("Tags", "res.partner.category"),
      credit_limit: number("Credit Limit"),
      function: char("Job Position"),
      partner_latitude: number("Geo Latitude", "float", { digits: [10, 7] }),
      comment: html("Notes"),
      company_id: company,
    },
  },
  "res.partner.category": { label: "Partner Tags", fields: { name, active } },
  "res.company": {
    label: "Companies",
    fields: {
      name,
      partner_id: one("Partner", "res.partner"),
      currency_id: one("Currency", "res.currency", { required: true }),
      country_id: one("Country", "res.country"),
    },
  },
  "res.currency": { label: "Currency", fields: { name, symbol: char("Symbol"), rounding: number("Rounding Factor", "float", { value: 0.01 }), active } },
  "res.country": { label: "Country", fields: { name: char("Country Name", { required: true }), code: char("Country Code") } },
  "res.lang": { label: "Languages", fields: { name, code: char("Locale Code", { required: true }), active } },
  "res.users": {
    label: "User",
    fields: {
      name,
      login: char("Login", { required: true }),
      active,
      partner_id: one("Related Partner", "res.partner"),
      company_id: one("Company", "res.company", { required: true }),
      company_ids: many("Companies", "res.company"),
      email: char("Email"),
    },
  },
  "crm.stage": {
    label: "CRM Stages",
    fields: { name: char("Stage Name", { required: true }), sequence: number("Sequence", "integer", { value: 1 }), is_won: yes("Is Won Stage?", false) },
  },
  "crm.lead": {
    label: "Lead/Opportunity",
    fields: {
      name: char("Opportunity", { required: true }),
      active,
      type: choice(
        "Type",
        [
          ["lead", "Lead"],
          ["opportunity", "Opportunity"],
        ],
        { required: true, value: "opportunity" },
      ),
      partner_id: one("Customer", "res.partner"),
      contact_name: char("Contact Name"),
      partner_name: char("Company Name"),
      email_from: char("Email"),
      phone: char("Phone"),
      expected_revenue: number("Expected Revenue", "monetary"),
      probability: number("Probability"),
      stage_id: one("Stage", "crm.stage"),
      user_id: one("Salesperson", "res.users"),
      date_deadline: date("Expected Closing"),
      description: html("Notes"),
      company_id: company,
    },
  },
  "project.project.stage": { label: "Project Stage", fields: { name, sequence: number("Sequence", "integer", { value: 50 }) } },
  "project.project": {
    label: "Project",
    fields: {
      name,
      active,
      partner_id: one("Customer", "res.partner"),
      user_id: one("Project Manager", "res.users"),
      company_id: company,
      stage_id: one("Stage", "project.project.stage"),
      account_id: one("Project Account", "account.analytic.account"),
      date_start: date("Start Date"),
      date: date("Expiration Date"),
      description: html("Description"),
      allocated_hours: number("Allocated Time"),
      allow_timesheets: yes("Timesheets", true),
      allow_billable: yes("Billable", false),
      privacy_visibility: choice(
        "Visibility",
        [
          ["followers", "Invited internal users"],
          ["employees", "All internal users"],
          ["portal", "Invited portal users and all internal users"],
        ],
        { required: true, value: "portal" },
      ),
      sequence: number("Sequence", "integer", { value: 10 }),
      task_ids: lines("Tasks", "project.task", "project_id"),
    },
  },
  "project.task.type": { label: "Task Stage", fields: { name, sequence: number("Sequence", "integer", { value: 1 }), fold: yes("Folded in Kanban", false) } },
  "project.task": {
    label: "Task",
    fields: {
      name: char("Title", { required: true }),
      active,
      project_id: one("Project", "project.project"),
      partner_id: one("Customer", "res.partner"),
      stage_id: one("Stage", "project.task.type"),
      user_ids: many("Assignees", "res.users"),
      date_deadline: datetime("Deadline"),
      allocated_hours: number("Allocated Time"),
      priority: choice(
        "Priority",
        [
          ["0", "Low"],
          ["1", "High"],
        ],
        { value: "0" },
      ),
      state: choice(
        "State",
        [
          ["01_in_progress", "In Progress"],
          ["1_done", "Done"],
          ["1_canceled", "Cancelled"],
        ],
        { required: true, value: "01_in_progress" },
      ),
      description: html("Description"),
      company_id: company,
    },
  },
  "account.analytic.account": {
    label: "Analytic Account",
    fields: {
      name: char("Analytic Account", { required: true }),
      code: char("Reference"),
      active,
      partner_id: one("Customer", "res.partner"),
      company_id: company,
    },
  },
  "hr.employee": {
    label: "Employee",
    fields: {
      name: char("Employee Name", { required: true }),
      active,
      work_email: char("Work Email"),
      work_phone: char("Work Phone"),
      job_title: char("Job Title"),
      user_id: one("User", "res.users"),
      company_id: company,
    },
  },
  "sale.order": {
    label: "Sales Order",
    name: "name",
    fields: {
      name: char("Order Reference", { required: true, value: "New" }),
      partner_id: one("Customer", "res.partner", { required: true }),
      client_order_ref: char("Customer Reference"),
      opportunity_id: one("Opportunity", "crm.lead"),
      date_order: datetime("Order Date"),
      state: choice(
        "Status",
        [
          ["draft", "Quotation"],
          ["sent", "Quotation Sent"],
          ["sale", "Sales Order"],
          ["cancel", "Cancelled"],
        ],
        { value: "draft" },
      ),
      amount_total: number("Total", "monetary", { readonly: true }),
      note: text("Terms and conditions"),
      order_line: lines("Order Lines", "sale.order.line", "order_id"),
      user_id: one("Salesperson", "res.users"),
      company_id: company,
    },
  },
  "sale.order.line": {
    label: "Sales Order Line",
    fields: {
      name: { label: "Description", type: "text", required: true },
      order_id: one("Order Reference", "sale.order", { required: true }),
      product_id: one("Product", "product.product"),
      product_uom_qty: number("Quantity", "float", { value: 1 }),
      price_unit: number("Unit Price"),
    },
  },
  "account.payment": {
    label: "Payments",
    fields: {
      name: char("Number"),
      payment_type: choice(
        "Payment Type",
        [
          ["outbound", "Send"],
          ["inbound", "Receive"],
        ],
        { required: true, value: "inbound" },
      ),
      partner_type: choice(
        "Partner Type",
        [
          ["customer", "Customer"],
          ["supplier", "Vendor"],
        ],
        { required: true, value: "customer" },
      ),
      partner_id: one("Customer/Vendor", "res.partner"),
      amount: number("Amount", "monetary", { currency: "currency_id" }),
      currency_id: one("Currency", "res.currency", { value: 1 }),
      date: date("Date"),
      memo: char("Memo"),
      company_id: company,
    },
  },
  "product.product": {
    label: "Product",
    fields: {
      name,
      active,
      default_code: char("Internal Reference"),
      type: choice(
        "Product Type",
        [
          ["consu", "Goods"],
          ["service", "Service"],
          ["combo", "Combo"],
        ],
        { required: true, value: "consu" },
      ),
      list_price: number("Sales Price", "float", { value: 1 }),
    },
  },
  "mail.message": {
    label: "Message",
    name: "subject",
    fields: {
      subject: char("Subject"),
      body: html("Contents"),
      model: char("Related Document Model"),
      res_id: number("Related Document ID", "integer"),
      date: datetime("Date"),
      message_id: char("Message-Id"),
      message_type: choice(
        "Type",
        [
          ["email", "Incoming Email"],
          ["comment", "Comment"],
          ["notification", "System notification"],
        ],
        { required: true, value: "comment" },
      ),
      subtype_id: one("Subtype", "mail.message.subtype"),
      partner_ids: many("Recipients", "res.partner"),
    },
  },
  "mail.message.subtype": { label: "Message subtypes", fields: { name: char("Message Type", { required: true }) } },
  "mail.activity.type": { label: "Activity Type", fields: { name, active, sequence: number("Sequence", "integer", { value: 10 }) } },
  "mail.activity": {
    label: "Activity",
    name: "summary",
    fields: {
      res_model: char("Related Document Model", { required: true }),
      res_id: number("Related Document ID", "integer"),
      activity_type_id: one("Activity Type", "mail.activity.type", { value: 1 }),
      summary: char("Summary"),
      note: html("Note"),
      date_deadline: { ...date("Due Date"), required: true },
      user_id: one("Assigned to", "res.users", { value: 2 }),
      active,
    },
  },
  "ir.attachment": {
    label: "Attachment",
    fields: {
      name,
      datas: { label: "File Content (base64)", type: "binary" },
      mimetype: char("Mime Type"),
      file_size: number("File Size", "integer", { readonly: true }),
      res_model: char("Resource Model"),
      res_id: number("Resource ID", "integer"),
      company_id: company,
    },
  },
  "mail.template": {
    label: "Email Templates",
    // models and reports are no records here: their numbers are kept as they come
    fields: { name, active, model_id: number("Applies to", "integer"), report_template_ids: many("Dynamic Reports", "ir.actions.report") },
  },
  "mail.compose.message": {
    label: "Email composition wizard",
    fields: {
      model: char("Related Document Model"),
      res_ids: text("Related Document IDs"),
      template_id: one("Use template", "mail.template"),
      composition_mode: char("Composition mode"),
      attachment_ids: many("Attachments", "ir.attachment"),
    },
  },
  "ir.module.module": {
    label: "Module",
    fields: {
      name: char("Technical Name", { required: true }),
      shortdesc: char("Module Name"),
      application: yes("Application", false),
      state: choice("Status", [
        ["installed", "Installed"],
        ["uninstalled", "Not Installed"],
      ]),
    },
  },
};

/** What every record has. */
export const MAGIC: Record<string, FieldSpec> = {
  id: { label: "ID", type: "integer", readonly: true },
  display_name: { label: "Display Name", type: "char", readonly: true },
  create_date: { label: "Created on", type: "datetime", readonly: true },
  create_uid: { label: "Created by", type: "many2one", relation: "res.users", readonly: true },
  write_date: { label: "Last Updated on", type: "datetime", readonly: true },
  write_uid: { label: "Last Updated by", type: "many2one", relation: "res.users", readonly: true },
};

export function fieldOf(model: string, name: string): FieldSpec | undefined {
  return MODELS[model]?.fields[name] ?? MAGIC[name];
}

/** Models that a person finds in the menus. */
export const LISTED = Object.keys(MODELS).filter((model) => !model.startsWith("ir.") && !model.startsWith("mail."));
