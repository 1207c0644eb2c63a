import type { PaymentState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** The one payment of an order, as WeChat was asked for it. */
@Entity('payment')
export class PaymentEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'order_id' })
  orderId!: string;

  /** Our number at WeChat, one per order for life; 32 hex characters. */
  @Column({ name: 'out_trade_no', type: 'text' })
  outTradeNo!: string;

  /** Who has to pay. */
  @Column({ type: 'text' })
  openid!: string;

  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** The exact body of the prepay call, because WeChat wants a repeated one to be identical. */
  @Column({ name: 'prepay_body', type: 'text' })
  prepayBody!: string;

  /** `time_expire` at WeChat. */
  @TimeColumn({ name: 'expires_at' })
  expiresAt!: Date;

  @Column({ type: 'text' })
  state!: PaymentState;

  /** From WeChat's prepay; null while it has not answered. */
  @Column({ name: 'prepay_id', type: 'text', nullable: true })
  prepayId!: string | null;

  /** Why the last prepay failed. */
  @Column({ name: 'prepay_error', type: 'text', nullable: true })
  prepayError!: string | null;

  /** When prepay was last asked for: until it answers, a twin request waits. */
  @TimeColumn({ name: 'prepay_asked_at' })
  prepayAskedAt!: Date;

  /** WeChat's number of the money. */
  @Column({ name: 'transaction_id', type: 'text', nullable: true })
  transactionId!: string | null;

  /** The money came after the payment was closed. */
  @Column({ type: 'boolean', default: false })
  late!: boolean;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'paid_at', nullable: true })
  paidAt!: Date | null;

  /** Since when WeChat is being asked to close it. */
  @TimeColumn({ name: 'closing_at', nullable: true })
  closingAt!: Date | null;
}
