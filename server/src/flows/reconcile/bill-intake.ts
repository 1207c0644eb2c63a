import { Inject, Injectable } from '@nestjs/common';
import type { BillKind } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import type { BillReading } from '../../domains/reconciliation/bill.rules.js';
import { type ArrivedBill, WechatBills } from '../../domains/reconciliation/bills.service.js';
import { ReconciliationDays } from '../../domains/reconciliation/days.service.js';
import { Config } from '../../infra/config.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';

/** How bills come in, from WeChat or by hand. */
@Injectable()
export class BillIntake {
  constructor(
    private readonly config: Config,
    private readonly days: ReconciliationDays,
    private readonly bills: WechatBills,
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
  ) {}

  /** Kinds of which no usable bill of a day is there. */
  missing(day: string): Promise<BillKind[]> {
    return this.bills.missing(day);
  }

  /**
   * The bill's text from WeChat; null: WeChat says that there is none.
   * @throws WechatUnavailable, WechatRefused
   */
  download(day: string, kind: BillKind): Promise<string | null> {
    return kind === 'trade' ? this.pay.downloadTradeBill(day) : this.pay.downloadFundFlowBill(day);
  }

  /** Reads a bill that must be this shop's, of that day. */
  read(day: string, kind: BillKind, content: string | null): BillReading {
    const { mchid, appid } = this.config.wechat;
    return this.bills.read(kind, content, { day, mchid, appid });
  }

  /** Keeps a bill; from now on its day is compared with it. */
  async keep(tx: EntityManager, bill: ArrivedBill): Promise<void> {
    await this.days.lock(tx, bill.day);
    await this.bills.keep(tx, bill);
  }
}
