import { Refusal } from './refusal.js';

/**
 * `request.invalid` for one field, in the same form as the validation of DTOs answers it.
 * @param path the field, as `prices.0.skuId`
 * @param rule a word for what it breaks
 */
export function invalidField(path: string, rule: string): Refusal {
  return new Refusal('request.invalid', { errors: [{ path, rule }] });
}
