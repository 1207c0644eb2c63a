import { createHash } from 'node:crypto';
import { DAY_MS } from '@tuanlink/shared/time';
import type { TransferInput, TransferView } from '../../../src/infra/wechat/wechat-pay.types.js';
import { WechatRefused } from '../../../src/infra/wechat/wechat.errors.js';

/** An offer of money to a person. */
export type Offer = TransferView & {
  amountFen: number;
  openid: string;
  createdAtMs: number;
  fingerprint: string;
};

const refuse = (call: string, code: string) => new WechatRefused(call, 400, code, '模拟');
const FINAL: readonly TransferView['state'][] = ['SUCCESS', 'FAIL', 'CANCELLED'];

/** Money that the shop offers to people: they confirm within a day, or it goes back. */
export class TransferBooks {
  readonly offers = new Map<string, Offer>();

  constructor(
    private readonly nowMs: () => number,
    /** Told when an offer has come to its end. */
    private readonly onEnd: (offer: Offer) => void,
  ) {}

  /** Makes an offer; the same number is the same offer. */
  offer(input: TransferInput): Offer {
    const fingerprint = JSON.stringify(input);
    const known = this.offers.get(input.outBillNo);
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint) throw refuse('POST transfer', 'INVALID_REQUEST');
      return known;
    }
    const hash = createHash('sha256').update(`transfer ${input.outBillNo}`).digest('hex');
    const offer: Offer = {
      outBillNo: input.outBillNo,
      transferBillNo: hash.slice(0, 32),
      state: 'WAIT_USER_CONFIRM',
      packageInfo: hash,
      amountFen: input.amountFen,
      openid: input.openid,
      createdAtMs: this.nowMs(),
      fingerprint,
    };
    this.offers.set(offer.outBillNo, offer);
    return offer;
  }

  /** An offer as it stands, or null; one that nobody confirmed for a day has lapsed. */
  find(outBillNo: string): Offer | null {
    const offer = this.offers.get(outBillNo) ?? null;
    if (offer?.state === 'WAIT_USER_CONFIRM' && this.nowMs() >= offer.createdAtMs + DAY_MS) {
      this.end(offer, 'FAIL', 'OVERDUE_CLOSE');
    }
    return offer;
  }

  /** The payee takes the money; false when it is too late. */
  confirm(packageInfo: string): boolean {
    const waiting = [...this.offers.values()].find((one) => one.packageInfo === packageInfo);
    const offer = waiting === undefined ? null : this.find(waiting.outBillNo);
    if (offer?.state !== 'WAIT_USER_CONFIRM') return false;
    this.end(offer, 'SUCCESS');
    return true;
  }

  /** The shop takes an offer back that nobody has confirmed. */
  cancel(outBillNo: string): Offer {
    const offer = this.find(outBillNo);
    if (offer === null) throw refuse('POST cancel', 'NOT_FOUND');
    if (offer.state === 'WAIT_USER_CONFIRM') this.end(offer, 'CANCELLED');
    return offer;
  }

  /** What has been taken, fen. */
  get paidFen(): number {
    const paid = [...this.offers.values()].filter(({ state }) => state === 'SUCCESS');
    return paid.reduce((sum, { amountFen }) => sum + amountFen, 0);
  }

  private end(offer: Offer, state: TransferView['state'], failReason?: string): void {
    if (FINAL.includes(offer.state)) throw new Error(`transfer ${offer.outBillNo} ends twice`);
    offer.state = state;
    delete offer.packageInfo;
    if (failReason !== undefined) offer.failReason = failReason;
    this.onEnd(offer);
  }
}

/** An offer as the shop sees it. */
export function transferView(offer: Offer): TransferView {
  const { createdAtMs: _created, fingerprint: _fingerprint, ...view } = offer;
  return view;
}
