import type { AttributionCode, CommissionState, ReasonCode } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** What one order line earns one person, or why it earns them nothing. */
@Entity('commission_line')
export class CommissionLineEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'order_id' })
  orderId!: string;

  @RefColumn({ name: 'order_line_id' })
  orderLineId!: string;

  /** The distributor's shop user. */
  @RefColumn({ name: 'user_id' })
  userId!: string;

  /** The line of which this one takes a part back; null for the line itself. */
  @RefColumn({ name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** Always 1: nothing is paid for someone else's sales. */
  @Column({ type: 'int', default: 1 })
  level!: number;

  @Column({ type: 'text' })
  state!: CommissionState;

  /** The cause; never changes. */
  @Column({ name: 'attribution_code', type: 'text' })
  attributionCode!: AttributionCode;

  /** The present status. */
  @Column({ name: 'reason_code', type: 'text' })
  reasonCode!: ReasonCode;

  /** Paid goods without shipping. */
  @FenColumn({ name: 'base_fen' })
  baseFen!: number;

  @Column({ name: 'rate_bp', type: 'int' })
  rateBp!: number;

  /** Negative in a part reversal. */
  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** Whether its amount is reserved in its campaign's budget. */
  @Column({ type: 'boolean', default: false })
  budgeted!: boolean;

  /** When it becomes or became available; null while that is not known. */
  @TimeColumn({ name: 'available_at', nullable: true })
  availableAt!: Date | null;

  /** The facts that decided: rule, source of the rate, visits, binding. */
  @Column({ type: 'jsonb' })
  evidence!: object;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
