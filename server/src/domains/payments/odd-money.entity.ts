import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** Money that came, but not as an order's payment: wrong amount, wrong payer, or a second time. */
@Entity('odd_money')
export class OddMoneyEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'order_id' })
  orderId!: string;

  @RefColumn({ name: 'payment_id' })
  paymentId!: string;

  /** WeChat's number of the money, by which it goes back. */
  @Column({ name: 'transaction_id', type: 'text' })
  transactionId!: string;

  /** What was really paid. */
  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** Who really paid. */
  @Column({ type: 'text' })
  openid!: string;

  @Column({ type: 'text' })
  reason!: string;

  @TimeColumn()
  at!: Date;
}
