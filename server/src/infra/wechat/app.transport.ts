import { AccessTokenCache, type IssuedToken } from './access-token.cache.js';
import { Fields, ShapeError, SubjectError } from './fields.js';
import { exchange, type HttpAnswer, jsonBytesMax } from './http.transport.js';
import { defaultTimeoutMs, type WechatConfig, type WechatContext } from './wechat.config.js';
import { WechatRefused, WechatUnavailable } from './wechat.errors.js';

/** 40001 superseded, 40014 unknown, 42001 expired. */
const staleTokenCodes = ['40001', '40014', '42001'];
/** 45009 calls per day or minute, 45011 calls per person. */
const rateCodes = [45009, 45011];
const busyCode = -1;
const imageBytesMax = 5 * 1024 * 1024;

/** Calls to the mini program's server interface: token, errcodes, one repetition when the token was stale. */
export class AppTransport {
  private readonly baseUrl: string;
  private readonly token: AccessTokenCache;

  constructor(
    private readonly config: WechatConfig,
    context: WechatContext,
  ) {
    this.baseUrl = config.apiBaseUrl.replace(/\/+$/, '');
    this.token = new AccessTokenCache(() => this.issueToken(), context.now);
  }

  /** A GET without token; the query may hold secrets and appears in no message. */
  async get<View>(
    path: string,
    query: Readonly<Record<string, string>>,
    read: (body: Fields) => View,
  ): Promise<View> {
    return readJson(await this.send('GET', path, query), read);
  }

  /** A POST with token that answers JSON. */
  post<View>(path: string, body: object, read: (body: Fields) => View): Promise<View> {
    return this.withToken(async (token) => {
      return readJson(await this.send('POST', path, { access_token: token }, body), read);
    });
  }

  /** A POST with token that answers an image, or JSON when it is refused. */
  postForImage(path: string, body: object): Promise<Buffer> {
    return this.withToken(async (token) => {
      const answer = await this.send('POST', path, { access_token: token }, body, imageBytesMax);
      if (answer.status === 200 && isImage(answer.body)) return answer.body;
      return readJson(answer, () => {
        throw new ShapeError('neither an image nor a refusal');
      });
    });
  }

  private async withToken<View>(attempt: (token: string) => Promise<View>): Promise<View> {
    const token = await this.token.get();
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof WechatRefused) || !staleTokenCodes.includes(error.code)) throw error;
      this.token.drop(token);
      return attempt(await this.token.get());
    }
  }

  private async issueToken(): Promise<IssuedToken> {
    const body = {
      grant_type: 'client_credential',
      appid: this.config.appid,
      secret: this.config.appSecret,
    };
    return readJson(await this.send('POST', '/cgi-bin/stable_token', {}, body), (answer) => ({
      token: answer.string('access_token'),
      lifetimeSeconds: answer.integer('expires_in'),
    }));
  }

  private send(
    method: 'GET' | 'POST',
    path: string,
    query: Readonly<Record<string, string>>,
    body?: object,
    bytesMax: number = jsonBytesMax,
  ): Promise<HttpAnswer> {
    const url = new URL(`${this.baseUrl}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return exchange({
      call: `${method} ${url.pathname}`,
      method,
      url,
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs: this.config.timeoutMs ?? defaultTimeoutMs,
      bytesMax,
    });
  }
}

function readJson<View>(answer: HttpAnswer, read: (body: Fields) => View): View {
  const { call, status } = answer;
  if (status === 429) throw new WechatUnavailable('rate_limited', call, '429');
  if (status >= 500) throw new WechatUnavailable('system_error', call, String(status));
  if (status >= 400) throw new WechatRefused(call, status, `HTTP_${status}`, '');
  if (status !== 200) throw new WechatUnavailable('unreadable_answer', call, `unexpected status ${status}`);
  try {
    const body = Fields.parse(answer.body.toString('utf8'));
    throwErrcode(call, body);
    return read(body);
  } catch (error) {
    if (error instanceof SubjectError) {
      throw new WechatUnavailable('untrusted_answer', call, error.message, { cause: error });
    }
    if (!(error instanceof ShapeError)) throw error;
    throw new WechatUnavailable('unreadable_answer', call, error.message, { cause: error });
  }
}

/** A missing errcode means 0: several calls leave it out on success. */
function throwErrcode(call: string, body: Fields): void {
  const errcode = body.optionalInteger('errcode') ?? 0;
  if (errcode === 0) return;
  const message = body.optionalString('errmsg') ?? '';
  if (errcode === busyCode) throw new WechatUnavailable('system_error', call, message);
  if (rateCodes.includes(errcode)) throw new WechatUnavailable('rate_limited', call, `${errcode} ${message}`);
  throw new WechatRefused(call, 200, String(errcode), message);
}

/** JPEG or PNG by their first bytes; the declared type is not always right. */
function isImage(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4).toString('hex');
  return start.startsWith('ffd8ff') || start === '89504e47';
}
