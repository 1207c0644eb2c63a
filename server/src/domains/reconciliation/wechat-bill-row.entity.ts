import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FenColumn, TimeColumn } from '../../infra/database/columns.js';

/** One movement of money as the current bill of its day states it. */
@Entity('wechat_bill_row')
export class WechatBillRowEntity {
  @PrimaryColumn({ name: 'bill_id', type: 'uuid' })
  billId!: string;

  /** Line of the file, the header being 1. */
  @PrimaryColumn({ type: 'int' })
  line!: number;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'text' })
  kind!: 'payment' | 'refund' | 'flow';

  /** Payments: WeChat's number; refunds: ours; movements: the voucher, which is ours too. */
  @Column({ type: 'text' })
  key!: string;

  @TimeColumn()
  at!: Date;

  /** Movements: below 0 when money left the account. */
  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  @FenColumn({ name: 'fee_fen' })
  feeFen!: number;

  /** WeChat's word: state of the payment or refund, name of the movement. */
  @Column({ type: 'text' })
  state!: string;

  @Column({ name: 'out_trade_no', type: 'text' })
  outTradeNo!: string;

  @Column({ name: 'transaction_id', type: 'text' })
  transactionId!: string;

  /** WeChat's number of the refund or movement. */
  @Column({ name: 'wechat_no', type: 'text' })
  wechatNo!: string;
}
