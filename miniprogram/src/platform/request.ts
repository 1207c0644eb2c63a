import Taro from '@tarojs/taro';
import type { HttpReply, HttpRequest } from '../api/caller';
import { Unreachable } from '../api/failure';

/** Sends one request. Any status is an answer; only no answer at all throws `Unreachable`. */
export async function sendRequest(request: HttpRequest): Promise<HttpReply> {
  try {
    const reply = await Taro.request({
      url: request.url,
      // The types leave out PATCH, which both targets send.
      method: request.method as 'GET',
      header: request.header,
      data: request.body as TaroGeneral.IAnyObject,
      timeout: request.timeoutMs,
      dataType: 'json',
    });
    return { status: reply.statusCode, data: reply.data as unknown, header: lowerCased(reply.header) };
  } catch (error) {
    const status = (error as { statusCode?: number; status?: number }).statusCode;
    if (typeof status === 'number' && status > 0) {
      return { status, data: (error as { data?: unknown }).data, header: {} };
    }
    throw new Unreachable(/timeout/i.test(String((error as { errMsg?: string }).errMsg ?? error)));
  }
}

/** WeChat keeps the capital letters of headers, browsers do not. */
function lowerCased(header: Record<string, unknown> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(header ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
