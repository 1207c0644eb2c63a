/** Trade and fund-flow bills of one day, their download, and the platform certificates. */
import { X509Certificate } from 'node:crypto';
import zlib from 'node:zlib';
import { randomText, sealGcm, sha1 } from '../crypto.js';
import type { Call } from '../http.js';
import { rfc3339, shanghaiDay, startOfDay } from '../text.js';
import type { World } from '../world.js';
import { fundFlowBill, tradeBill, type TradeBillType } from './bill-text.js';
import { PayError, invalidRequest, notExists, paramError } from './errors.js';
import { ok, type PayGateway, type PayReply } from './gateway.js';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A day's bills are made at 09:00 of the next day. */
const MADE_AFTER_MS = DAY + 9 * HOUR;
/** Bills can be fetched for three months. */
const KEPT_MS = 92 * DAY;
/** A download address is good for 5 minutes. */
const DOWNLOAD_MS = 5 * MINUTE;
/** Download addresses kept at the same time. */
const DOWNLOADS_MAX = 100;

interface Download {
  content: Buffer;
  gzip: boolean;
  until: number;
}

/** Registers bills, their download and `/v3/certificates`. */
export function addBillRoutes(world: World, gateway: PayGateway): void {
  const downloads = new Map<string, Download>();
  gateway.get('/v3/bill/tradebill', (call) => {
    const kind = (call.query.get('bill_type') ?? 'ALL') as TradeBillType;
    if (!['ALL', 'SUCCESS', 'REFUND'].includes(kind)) throw paramError('/query/bill_type 不正确');
    return offer(world, call, downloads, (from) => tradeBill(world, from, kind));
  });
  gateway.get('/v3/bill/fundflowbill', (call) => {
    const account = call.query.get('account_type') ?? 'BASIC';
    if (!['BASIC', 'OPERATION', 'FEES'].includes(account)) throw paramError('/query/account_type 不正确');
    return offer(world, call, downloads, (from) => fundFlowBill(world, from, account));
  });
  gateway.get('/v3/billdownload/file', (call) => download(world, call, downloads));
  gateway.get('/v3/certificates', () => certificates(world));
}

function offer(
  world: World,
  call: Call,
  downloads: Map<string, Download>,
  make: (fromMs: number) => string | null,
): PayReply {
  const { clock, config } = world;
  const from = startOfDay(call.query.get('bill_date') ?? '');
  if (from === null) throw paramError('/query/bill_date 应为 YYYY-MM-DD');
  const tar = call.query.get('tar_type');
  if (tar !== null && tar !== 'GZIP') throw paramError('/query/tar_type 不正确');
  const now = clock.now();
  if (shanghaiDay(from) >= shanghaiDay(now)) throw invalidRequest('账单日期应早于今天');
  if (from < now - KEPT_MS) throw invalidRequest('只能下载三个月内的账单');
  if (now < from + MADE_AFTER_MS) {
    throw new PayError(400, 'STATEMENT_CREATING', '账单文件正在生成中，请稍后再下载');
  }
  const text = make(from);
  if (text === null) throw new PayError(400, 'NO_STATEMENT_EXIST', '请求的账单文件不存在');
  const content = Buffer.from(text, 'utf8');
  const token = randomText(64);
  for (const [key, each] of downloads) if (each.until <= now) downloads.delete(key);
  const oldest = downloads.keys().next().value;
  if (downloads.size >= DOWNLOADS_MAX && oldest !== undefined) downloads.delete(oldest);
  downloads.set(token, { content, gzip: tar === 'GZIP', until: now + DOWNLOAD_MS });
  return ok({
    hash_type: 'SHA1',
    hash_value: sha1(content),
    download_url: `${config.payBaseUrl}/v3/billdownload/file?token=${token}`,
  });
}

function download(world: World, call: Call, downloads: Map<string, Download>): PayReply {
  const found = downloads.get(call.query.get('token') ?? '');
  if (!found || world.clock.now() >= found.until) throw notExists('下载地址不存在或已过期');
  const body = found.gzip ? zlib.gzipSync(found.content) : found.content;
  const headers = { 'Content-Type': found.gzip ? 'application/gzip' : 'text/plain; charset=utf-8' };
  return { status: 200, raw: { status: 200, body, headers } };
}

function certificates({ config }: World): PayReply {
  const certificate = new X509Certificate(config.platformCertificatePem);
  return ok({
    data: [
      {
        serial_no: config.platformSerial,
        effective_time: rfc3339(Date.parse(certificate.validFrom)),
        expire_time: rfc3339(Date.parse(certificate.validTo)),
        encrypt_certificate: sealGcm(config.apiV3Key, config.platformCertificatePem, 'certificate'),
      },
    ],
  });
}
