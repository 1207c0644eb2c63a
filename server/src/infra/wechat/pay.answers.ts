import { Fields, ShapeError, SubjectError } from './fields.js';
import type { HttpAnswer } from './http.transport.js';
import { SealBroken, WechatRefused, WechatUnavailable } from './wechat.errors.js';

/** Codes that say "not now" whatever the HTTP status. */
const rateCodes = ['FREQUENCY_LIMITED', 'FREQUENCY_LIMIT_EXCEED', 'RATELIMIT_EXCEED', 'RATELIMIT_EXCEEDED'];

/**
 * Reads the body of an answer, or throws what the answer means: `WechatRefused` for a clear no,
 * `WechatUnavailable` for everything that leaves the outcome open, a body that cannot be read included.
 */
export function readAnswer<View>(answer: HttpAnswer, read: (body: Fields) => View): View {
  if (answer.status !== 200) throw refusalOf(answer);
  try {
    return read(Fields.parse(answer.body.toString('utf8')));
  } catch (error) {
    if (error instanceof SubjectError) {
      throw new WechatUnavailable('untrusted_answer', answer.call, error.message, { cause: error });
    }
    if (error instanceof ShapeError || error instanceof SealBroken) {
      throw new WechatUnavailable('unreadable_answer', answer.call, error.message, { cause: error });
    }
    throw error;
  }
}

/** What an answer other than success means. */
export function refusalOf(answer: HttpAnswer): WechatRefused | WechatUnavailable {
  const { call, status } = answer;
  const { code, message } = readRefusal(answer);
  if (status === 429 || rateCodes.includes(code)) {
    return new WechatUnavailable('rate_limited', call, `${status} ${code}`);
  }
  if (status >= 500 || code === 'SYSTEM_ERROR') {
    return new WechatUnavailable('system_error', call, `${status} ${code}`);
  }
  if (status < 400) return new WechatUnavailable('unreadable_answer', call, `unexpected status ${status}`);
  return new WechatRefused(call, status, code, message, answer.headers.get('request-id') ?? undefined);
}

function readRefusal(answer: HttpAnswer): { code: string; message: string } {
  try {
    const body = Fields.parse(answer.body.toString('utf8'));
    return { code: body.string('code'), message: body.optionalString('message') ?? '' };
  } catch {
    // A gateway's page instead of WeChat's JSON: the status is all there is to go by.
    return { code: `HTTP_${answer.status}`, message: '' };
  }
}
