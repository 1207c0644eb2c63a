/** Signatures of WeChat Pay API v3, from the platform's side: checks requests, signs answers and notices. */
import { randomText, signSha256, verifySha256 } from '../crypto.js';
import type { Call } from '../http.js';
import type { World } from '../world.js';
import { PayError } from './errors.js';

/** Largest difference between a request's timestamp and the sandbox's clock, in ms. */
const SKEW_MS_MAX = 5 * 60 * 1000;

const scheme = 'WECHATPAY2-SHA256-RSA2048 ';

interface Authorization {
  mchid: string;
  serial: string;
  nonce: string;
  timestamp: string;
  signature: string;
}

/** Refuses a request that the merchant did not sign over exactly this method, address, time and body. */
export function checkRequestSignature(world: World, call: Call): void {
  const given = parseAuthorization(call.headers.authorization);
  const { config, clock, keys } = world;
  if (given.mchid !== config.mchid) throw new PayError(401, 'SIGN_ERROR', '商户号与证书不匹配', 268443699);
  if (given.serial.toUpperCase() !== config.mchSerial) {
    throw new PayError(401, 'SIGN_ERROR', '商户证书序列号有误，请使用签名私钥匹配的证书序列号', 268443699);
  }
  if (Math.abs(clock.now() - Number(given.timestamp) * 1000) > SKEW_MS_MAX) {
    throw new PayError(
      401,
      'SIGN_ERROR',
      'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
      268443699,
    );
  }
  const head = `${call.method}\n${call.target}\n${given.timestamp}\n${given.nonce}\n`;
  const signed = Buffer.concat([Buffer.from(head), call.body, Buffer.from('\n')]);
  if (!verifySha256(keys.merchantPublic, signed, given.signature)) {
    throw new PayError(401, 'SIGN_ERROR', '错误的签名，验签失败', 268443699);
  }
}

function parseAuthorization(header: string | undefined): Authorization {
  const malformed = new PayError(
    401,
    'SIGN_ERROR',
    'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
    268443699,
  );
  if (!header?.startsWith(scheme)) throw malformed;
  const fields = new Map<string, string>();
  for (const part of header.slice(scheme.length).split(',')) {
    const found = /^\s*([a-z_]+)="([^"]*)"\s*$/.exec(part);
    if (!found?.[1] || fields.has(found[1])) throw malformed;
    fields.set(found[1], found[2] ?? '');
  }
  const read = (name: string, pattern: RegExp): string => {
    const value = fields.get(name) ?? '';
    if (!pattern.test(value)) throw malformed;
    return value;
  };
  return {
    mchid: read('mchid', /^\d{1,32}$/),
    serial: read('serial_no', /^[0-9A-Fa-f]{1,64}$/),
    nonce: read('nonce_str', /^[\x21-\x7e]{1,64}$/),
    timestamp: read('timestamp', /^\d{10}$/),
    signature: read('signature', /^[A-Za-z0-9+/=]{1,1024}$/),
  };
}

/** The headers that prove an answer or a notice to come from WeChat. */
export async function signatureHeaders(world: World, body: string): Promise<Record<string, string>> {
  const { config, keys, signing, clock } = world;
  const timestamp = String(Math.floor(clock.now() / 1000));
  const nonce = randomText(32);
  const byCertificate = signing.mode === 'certificate';
  const key = byCertificate ? keys.platformPrivate : keys.wechatPrivate;
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': byCertificate ? config.platformSerial : config.wechatPublicKeyId,
    'Wechatpay-Signature': await signSha256(key, `${timestamp}\n${nonce}\n${body}\n`),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}
