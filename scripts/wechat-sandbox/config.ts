/** Identities and keys of the sandboxed merchant, made once and kept. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { randomDigits, randomText } from './crypto.js';
import { selfSigned } from './x509.js';

/** What a client of the sandbox needs to know: the same things a real merchant gets from WeChat. */
export interface SandboxConfig {
  /** Stands for https://api.weixin.qq.com. */
  apiBaseUrl: string;
  /** Stands for https://api.mch.weixin.qq.com; the same address. */
  payBaseUrl: string;
  appid: string;
  appSecret: string;
  mchid: string;
  /** Serial number of the merchant's certificate: 40 hex digits. */
  mchSerial: string;
  mchPrivateKeyPem: string;
  /** 32 characters. */
  apiV3Key: string;
  /** `PUB_KEY_ID_…`, the `Wechatpay-Serial` of answers and notices. */
  wechatPublicKeyId: string;
  wechatPublicKeyPem: string;
  /** Serial of the platform certificate, used instead after `PUT /sandbox/signing {mode:'certificate'}`. */
  platformSerial: string;
  platformCertificatePem: string;
  pushToken: string;
  /** 43 characters of base64. */
  encodingAesKey: string;
  /** Transfer scene of commissions (佣金报酬). */
  transferSceneId: '1005';
  /** Kinds of report information that the scene demands, in WeChat's order. */
  transferReportTypes: ['岗位类型', '报酬说明'];
}

/** Everything that is kept: the client's part without the address, and WeChat's own private keys. */
type Identity = Omit<SandboxConfig, 'apiBaseUrl' | 'payBaseUrl'> & {
  mchPublicKeyPem: string;
  wechatPrivateKeyPem: string;
  platformPrivateKeyPem: string;
};

/** Keys in the form that node:crypto uses fastest. */
export interface Keys {
  merchantPublic: crypto.KeyObject;
  wechatPrivate: crypto.KeyObject;
  platformPrivate: crypto.KeyObject;
}

const generateKeys = promisify(crypto.generateKeyPair) as unknown as (
  type: 'rsa',
  options: { modulusLength: number },
) => Promise<crypto.KeyPairKeyObjectResult>;

const publicPem = (pair: crypto.KeyPairKeyObjectResult): string =>
  pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privatePem = (pair: crypto.KeyPairKeyObjectResult): string =>
  pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A positive 20-byte serial number in upper-case hex. */
const serialNumber = (): string => `5${crypto.randomBytes(20).toString('hex').slice(1)}`.toUpperCase();

async function makeIdentity(nowMs: number): Promise<Identity> {
  const options = { modulusLength: 2048 };
  const [merchant, wechat, platform] = await Promise.all([
    generateKeys('rsa', options),
    generateKeys('rsa', options),
    generateKeys('rsa', options),
  ]);
  const platformSerial = serialNumber();
  return {
    appid: `wx${crypto.randomBytes(8).toString('hex')}`,
    appSecret: crypto.randomBytes(16).toString('hex'),
    mchid: `19${randomDigits(8)}`,
    mchSerial: serialNumber(),
    mchPrivateKeyPem: privatePem(merchant),
    mchPublicKeyPem: publicPem(merchant),
    apiV3Key: randomText(32),
    wechatPublicKeyId: `PUB_KEY_ID_01${randomDigits(26)}`,
    wechatPublicKeyPem: publicPem(wechat),
    wechatPrivateKeyPem: privatePem(wechat),
    platformSerial,
    platformCertificatePem: selfSigned(platform, platformSerial, nowMs),
    platformPrivateKeyPem: privatePem(platform),
    pushToken: randomText(24),
    encodingAesKey: crypto.randomBytes(32).toString('base64').slice(0, 43),
    transferSceneId: '1005',
    transferReportTypes: ['岗位类型', '报酬说明'],
  };
}

/** Sandboxes without a directory share one identity per process: making keys costs a noticeable time. */
let memoryIdentity: Promise<Identity> | null = null;

/** The identity kept in `<dir>/identity.json`, made at the first start; for null one that is not kept. */
export async function loadIdentity(dir: string | null, nowMs: number): Promise<Identity> {
  if (dir === null) return (memoryIdentity ??= makeIdentity(nowMs));
  const file = path.join(dir, 'identity.json');
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')) as Identity;
  const identity = await makeIdentity(nowMs);
  writeSecret(file, identity);
  return identity;
}

/** Private parts as key objects. */
export function keysOf(identity: Identity): Keys {
  return {
    merchantPublic: crypto.createPublicKey(identity.mchPublicKeyPem),
    wechatPrivate: crypto.createPrivateKey(identity.wechatPrivateKeyPem),
    platformPrivate: crypto.createPrivateKey(identity.platformPrivateKeyPem),
  };
}

/** The client's part of an identity, with the address the sandbox answers at. */
export function clientConfig(identity: Identity, baseUrl: string): SandboxConfig {
  const { mchPublicKeyPem: _a, wechatPrivateKeyPem: _b, platformPrivateKeyPem: _c, ...shown } = identity;
  return { apiBaseUrl: baseUrl, payBaseUrl: baseUrl, ...shown };
}

/** Writes JSON that only the owner may read, whole or not at all. */
export function writeSecret(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = fs.openSync(temporary, 'w', 0o600);
  fs.writeFileSync(handle, `${JSON.stringify(value, null, 2)}\n`);
  fs.fsyncSync(handle);
  fs.closeSync(handle);
  fs.renameSync(temporary, file);
}
