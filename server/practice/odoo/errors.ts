/** Exceptions as Odoo 19 answers them: the name tells what happened, the status hardly does. */
export class OdooError extends Error {
  readonly exception: string;
  readonly status: number;
  constructor(q: { exception: string; status: number; message: string }) {
    super(q.message);
    this.exception = q.exception;
    this.status = q.status;
  }
}

export const valueError = (message: string) => new OdooError({ exception: "builtins.ValueError", status: 500, message });
export const keyError = (key: string) => new OdooError({ exception: "builtins.KeyError", status: 500, message: key });
export const validationError = (message: string) => new OdooError({ exception: "odoo.exceptions.ValidationError", status: 422, message });
export const userError = (message: string) => new OdooError({ exception: "odoo.exceptions.UserError", status: 422, message });
export const notFound = (message: string) => new OdooError({ exception: "werkzeug.exceptions.NotFound", status: 404, message });
export const unprocessable = (message: string) => new OdooError({ exception: "werkzeug.exceptions.UnprocessableEntity", status: 422, message });
export const unauthorized = () => new OdooError({ exception: "werkzeug.exceptions.Unauthorized", status: 401, message: "Invalid apikey" });
export const badRequest = (message: string) => new OdooError({ exception: "werkzeug.exceptions.BadRequest", status: 400, message });
export const privateMethod = (name: string) =>
  new OdooError({ exception: "odoo.exceptions.AccessError", status: 403, message: `Private methods (such as '${name}') cannot be called remotely.` });

export const accessError = (message: string) => new OdooError({ exception: "odoo.exceptions.AccessError", status: 403, message });

export const missing = (model: string, id: number, uid: number) =>
  new OdooError({
    exception: "odoo.exceptions.MissingError",
    status: 404,
    message: `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`,
  });

export const requiredText = (label: string, name: string, model: string) =>
  `Missing required value for the field '${label}' (${name}).\nModel: ${model}\n- create/update: a mandatory field is not set\n- delete: another model requires the record being deleted, you can archive it instead\n`;
