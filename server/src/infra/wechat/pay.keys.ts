import crypto, { type KeyObject } from 'node:crypto';
import { type Fields, ShapeError } from './fields.js';
import type { HttpAnswer } from './http.transport.js';
import { openResource, readPublicKey } from './pay.crypto.js';
import { readAnswer } from './pay.answers.js';
import type { PayRequester } from './pay.requester.js';
import { headerStamp, stampFault } from './pay.stamps.js';
import type { WechatConfig, WechatContext } from './wechat.config.js';
import { WechatRefused, WechatUnavailable } from './wechat.errors.js';

interface PlatformCertificate {
  key: KeyObject;
  validFrom: number;
  validTo: number;
}

/** A key of WeChat Pay together with the id that goes into `Wechatpay-Serial`. */
export interface SealingKey {
  serial: string;
  key: KeyObject;
}

const publicKeyPrefix = 'PUB_KEY_ID_';
const certificateSerialPattern = /^[0-9A-F]{8,64}$/;
const refreshAfterMs = 12 * 3_600_000;
/** Forged serials must not turn every notice into a request of ours. */
const refreshPauseMs = 60_000;

/**
 * The keys WeChat Pay signs with: its public key (`PUB_KEY_ID_…`), and the platform certificates of merchants
 * that came before it, fetched when first needed. While a merchant moves from one to the other both kinds
 * arrive.
 */
export class PayKeys {
  private readonly publicKey: KeyObject | undefined;
  private certificates: ReadonlyMap<string, PlatformCertificate> = new Map();
  private fetchedAt: number | undefined;
  private fetching: Promise<void> | undefined;

  constructor(
    private readonly config: WechatConfig,
    private readonly context: WechatContext,
    private readonly requester: PayRequester,
  ) {
    const pem = config.wechatPublicKeyPem;
    this.publicKey = pem === undefined || pem === '' ? undefined : readPublicKey(pem);
  }

  /** What every request announces, so that answers are signed with a key we hold; absent: certificates. */
  announcedSerial(): string | undefined {
    return this.publicKey === undefined ? undefined : this.config.wechatPublicKeyId;
  }

  /**
   * The key with this id; null when WeChat has none of that name.
   * @throws WechatUnavailable when its certificates would have to be fetched and cannot.
   */
  async find(serial: string): Promise<KeyObject | null> {
    if (serial.startsWith(publicKeyPrefix)) return this.findPublicKey(serial);
    if (!certificateSerialPattern.test(serial)) return null;
    const known = this.findCertificate(serial);
    if (known !== null && !this.isOlderThan(refreshAfterMs)) return known;
    if (!this.isOlderThan(refreshPauseMs)) return known;
    try {
      await this.refresh();
    } catch (error) {
      // A certificate that is still valid serves on when its list cannot be renewed.
      if (known === null) throw error;
    }
    return this.findCertificate(serial);
  }

  /** The key that names are sealed with. */
  async forSealing(): Promise<SealingKey> {
    const serial = this.announcedSerial();
    if (this.publicKey !== undefined && serial !== undefined) return { serial, key: this.publicKey };
    if (this.isOlderThan(refreshAfterMs)) await this.refresh();
    const latest = [...this.certificates]
      .filter(([candidate]) => this.findCertificate(candidate) !== null)
      .sort(([, left], [, right]) => right.validTo - left.validTo)[0];
    if (latest === undefined) {
      throw new WechatUnavailable(
        'untrusted_answer',
        'GET /v3/certificates',
        'no valid certificate to seal with',
      );
    }
    return { serial: latest[0], key: latest[1].key };
  }

  private findPublicKey(serial: string): KeyObject | null {
    return serial === this.config.wechatPublicKeyId ? (this.publicKey ?? null) : null;
  }

  private findCertificate(serial: string): KeyObject | null {
    const certificate = this.certificates.get(serial);
    const now = this.context.now().getTime();
    const isValid = certificate !== undefined && certificate.validFrom <= now && now < certificate.validTo;
    return isValid ? certificate.key : null;
  }

  /** A clock that was moved back counts as older too. */
  private isOlderThan(ageMs: number): boolean {
    return this.fetchedAt === undefined || Math.abs(this.context.now().getTime() - this.fetchedAt) >= ageMs;
  }

  private refresh(): Promise<void> {
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async fetch(): Promise<void> {
    const answer = await this.requester.send({
      method: 'GET',
      path: '/v3/certificates',
      wechatpaySerial: this.announcedSerial(),
    });
    try {
      this.certificates = await this.readCertificates(answer);
    } catch (error) {
      // New merchants have no certificates, and WeChat says so with a 404.
      if (!(error instanceof WechatRefused) || error.httpStatus !== 404) throw error;
      this.certificates = new Map();
    }
    this.fetchedAt = this.context.now().getTime();
  }

  /** The list is sealed with the APIv3 key, so it may be opened before it shows the key that verifies it. */
  private async readCertificates(answer: HttpAnswer): Promise<Map<string, PlatformCertificate>> {
    const certificates = readAnswer(answer, (body) => new Map(body.objects('data').map((e) => this.open(e))));
    const findKey = async (serial: string): Promise<KeyObject | null> =>
      certificates.get(serial)?.key ?? this.findPublicKey(serial);
    const fault = await stampFault(headerStamp(answer.headers), answer.body, findKey, this.context.now());
    if (fault === null) return certificates;
    const reason = fault === 'clock_skew' ? 'clock_skew' : 'untrusted_answer';
    throw new WechatUnavailable(reason, answer.call, fault);
  }

  private open(entry: Fields): [string, PlatformCertificate] {
    const sealed = entry.object('encrypt_certificate');
    const pem = openResource(this.config.apiV3Key, {
      ciphertext: sealed.string('ciphertext'),
      nonce: sealed.string('nonce'),
      associatedData: sealed.optionalString('associated_data') ?? '',
    });
    const { publicKey: key, validFrom, validTo } = parseCertificate(pem);
    const certificate = { key, validFrom: Date.parse(validFrom), validTo: Date.parse(validTo) };
    return [entry.string('serial_no').toUpperCase(), certificate];
  }
}

function parseCertificate(pem: string): crypto.X509Certificate {
  try {
    return new crypto.X509Certificate(pem);
  } catch (cause) {
    throw new ShapeError('a platform certificate cannot be read', { cause });
  }
}
