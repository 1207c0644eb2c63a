import type { EnvReader } from './env.js';
import type { WechatConfig } from './wechat/wechat.config.js';

/** What the sandbox writes into its `client.json`. */
type SandboxFile = Record<
  | 'apiBaseUrl'
  | 'appid'
  | 'appSecret'
  | 'mchid'
  | 'mchSerial'
  | 'mchPrivateKeyPem'
  | 'apiV3Key'
  | 'wechatPublicKeyId'
  | 'wechatPublicKeyPem'
  | 'pushToken'
  | 'encodingAesKey',
  string
>;

/** The WeChat part of the configuration: the sandbox's when its file is named, else the real one. */
export function readWechat(
  read: EnvReader,
  publicUrl: string,
): { wechat: WechatConfig; sandboxUrl: string | null } {
  const given = read.optional('SANDBOX_URL');
  if (read.optional('WECHAT_SANDBOX_CONFIG') === undefined) {
    return {
      wechat: realWechat(read, publicUrl),
      sandboxUrl: given === undefined ? null : read.origin('SANDBOX_URL'),
    };
  }
  const file = sandboxFile(read);
  const sandboxUrl = read.origin('SANDBOX_URL', file.apiBaseUrl);
  const { apiBaseUrl: _, ...merchant } = file;
  return {
    wechat: { ...merchant, apiBaseUrl: sandboxUrl, payBaseUrl: sandboxUrl, notifyBaseUrl: publicUrl },
    sandboxUrl,
  };
}

function sandboxFile(read: EnvReader): SandboxFile {
  const text = read.file('WECHAT_SANDBOX_CONFIG');
  let parsed: Partial<Record<string, unknown>> = {};
  try {
    parsed = (JSON.parse(text || '{}') ?? {}) as typeof parsed;
  } catch {
    read.wrong('WECHAT_SANDBOX_CONFIG', 'names a file that is not JSON', '');
  }
  const field = (name: keyof SandboxFile): string => {
    const value = parsed[name];
    if (typeof value === 'string') return value;
    return text === '' ? '' : read.wrong('WECHAT_SANDBOX_CONFIG', `names a file without ${name}`, '');
  };
  return {
    apiBaseUrl: field('apiBaseUrl'),
    appid: field('appid'),
    appSecret: field('appSecret'),
    mchid: field('mchid'),
    mchSerial: field('mchSerial'),
    mchPrivateKeyPem: field('mchPrivateKeyPem'),
    apiV3Key: field('apiV3Key'),
    wechatPublicKeyId: field('wechatPublicKeyId'),
    wechatPublicKeyPem: field('wechatPublicKeyPem'),
    pushToken: field('pushToken'),
    encodingAesKey: field('encodingAesKey'),
  };
}

function realWechat(read: EnvReader, publicUrl: string): WechatConfig {
  const publicKeyId = read.optional('WECHAT_PUBLIC_KEY_ID');
  return {
    appid: read.text('WECHAT_APPID'),
    appSecret: read.text('WECHAT_APP_SECRET'),
    mchid: read.text('WECHAT_MCHID'),
    mchSerial: read.text('WECHAT_MCH_SERIAL').toUpperCase(),
    mchPrivateKeyPem: read.file('WECHAT_MCH_KEY_FILE'),
    apiV3Key: apiV3Key(read),
    ...(publicKeyId === undefined
      ? {}
      : { wechatPublicKeyId: publicKeyId, wechatPublicKeyPem: read.file('WECHAT_PUBLIC_KEY_FILE') }),
    apiBaseUrl: read.origin('WECHAT_API_URL', 'https://api.weixin.qq.com'),
    payBaseUrl: read.origin('WECHAT_PAY_URL', 'https://api.mch.weixin.qq.com'),
    notifyBaseUrl: publicUrl,
    pushToken: read.optional('WECHAT_PUSH_TOKEN'),
    encodingAesKey: read.optional('WECHAT_ENCODING_AES_KEY'),
  };
}

function apiV3Key(read: EnvReader): string {
  const key = read.text('WECHAT_API_V3_KEY');
  if (key === '' || Buffer.byteLength(key) === 32) return key;
  return read.wrong('WECHAT_API_V3_KEY', 'must be 32 bytes long', '');
}
