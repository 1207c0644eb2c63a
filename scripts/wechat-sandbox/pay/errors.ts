/** Refusals of WeChat Pay API v3. */
import { HttpRefusal } from '../http.js';

/** A refusal `{code, message}`; `detail` is the number at the end of the `Request-ID` header. */
export class PayError extends HttpRefusal {
  constructor(
    status: number,
    code: string,
    message: string,
    readonly detail = 0,
  ) {
    super(status, code, message);
  }
}

/** 400 PARAM_ERROR: a field breaks its rule. */
export const paramError = (message: string): PayError => new PayError(400, 'PARAM_ERROR', message, 268435461);

/** 400 INVALID_REQUEST: the fields are right, the business is not. */
export const invalidRequest = (message: string): PayError => new PayError(400, 'INVALID_REQUEST', message);

/** 404 for an order that this merchant never placed. */
export const orderNotExist = (): PayError => new PayError(404, 'ORDER_NOT_EXIST', '订单不存在', 268512771);

/** 404 for any other thing that is not there. */
export const notExists = (message: string): PayError => new PayError(404, 'RESOURCE_NOT_EXISTS', message);
