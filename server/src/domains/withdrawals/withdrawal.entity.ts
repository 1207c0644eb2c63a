import type { WithdrawalState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A person's request to be paid what is available to them. */
@Entity('withdrawal')
export class WithdrawalEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'user_id' })
  userId!: string;

  /** Made by the client: the same id is the same request. */
  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  /** The payee as WeChat knows them. */
  @Column({ type: 'text' })
  openid!: string;

  /** Before tax. */
  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  @Column({ type: 'text' })
  state!: WithdrawalState;

  /** The run it is in; none while it waits, or after it was taken out again. */
  @RefColumn({ name: 'payout_run_id', nullable: true })
  payoutRunId!: string | null;

  /** Our number at WeChat, made once and kept through every retry; 32 hex characters. */
  @Column({ name: 'out_bill_no', type: 'text' })
  outBillNo!: string;

  /** How the tax comes about, a `TaxReply`: expected until `taxMonth` is set. */
  @Column({ type: 'jsonb' })
  tax!: object;

  @FenColumn({ name: 'tax_fen' })
  taxFen!: number;

  /** What the payee gets. */
  @FenColumn({ name: 'net_fen' })
  netFen!: number;

  /** In which month it is taxed; set, with the tax, when it is sent for the first time. */
  @Column({ name: 'tax_month', type: 'text', nullable: true })
  taxMonth!: string | null;

  /** What WeChat was told besides numbers and amount. */
  @Column({ type: 'jsonb', nullable: true })
  terms!: object | null;

  /** The payee's name as it was sent, sealed. */
  @Column({ name: 'real_name_sealed', type: 'text', nullable: true })
  realNameSealed!: string | null;

  @Column({ name: 'real_name_masked', type: 'text', nullable: true })
  realNameMasked!: string | null;

  /** WeChat's number. */
  @Column({ name: 'transfer_bill_no', type: 'text', nullable: true })
  transferBillNo!: string | null;

  /** What the payee's client needs to confirm. */
  @Column({ name: 'package_info', type: 'text', nullable: true })
  packageInfo!: string | null;

  /** Why it was rejected or came to nothing. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** What WeChat last answered when it did not do what was asked. */
  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'stop_reason', type: 'text', nullable: true })
  stopReason!: string | null;

  /** When an operator asked to stop it. */
  @TimeColumn({ name: 'stop_asked_at', nullable: true })
  stopAskedAt!: Date | null;

  @TimeColumn({ name: 'requested_at' })
  requestedAt!: Date;

  @TimeColumn({ name: 'approved_at', nullable: true })
  approvedAt!: Date | null;

  /** When WeChat was first asked to pay it. */
  @TimeColumn({ name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  /** When WeChat was last asked to pay it. */
  @TimeColumn({ name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  /** WeChat gives the money back after this moment. */
  @TimeColumn({ name: 'confirm_by', nullable: true })
  confirmBy!: Date | null;

  @TimeColumn({ name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
