import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FenColumn } from '../../infra/database/columns.js';

/** The shop's own settings for orders: one row, with id 1. */
@Entity('shop_setting')
export class ShopSettingEntity {
  @PrimaryColumn({ type: 'int', default: 1 })
  id!: number;

  /** Minutes an unpaid order keeps its seat and stock. */
  @Column({ name: 'hold_minutes', type: 'int', default: 5 })
  holdMinutes!: number;

  /** Unpaid orders one user may have at a time. */
  @Column({ name: 'unpaid_orders_max', type: 'int', default: 10 })
  unpaidOrdersMax!: number;

  /** Days after shipping until an order counts as received by itself. */
  @Column({ name: 'auto_receive_days', type: 'int', default: 10 })
  autoReceiveDays!: number;

  /** Days after receipt until an order is completed. */
  @Column({ name: 'complete_days', type: 'int', default: 7 })
  completeDays!: number;

  /** Hours within which an operator should decide about an after-sale, or about returned goods. */
  @Column({ name: 'after_sale_decide_hours', type: 'int', default: 48 })
  afterSaleDecideHours!: number;

  /** Days within which goods that come back must be on their way. */
  @Column({ name: 'after_sale_return_days', type: 'int', default: 7 })
  afterSaleReturnDays!: number;

  /** Days after which goods on their way back count as received. */
  @Column({ name: 'after_sale_receive_days', type: 'int', default: 10 })
  afterSaleReceiveDays!: number;

  /** Up to how much of an order, in all, is approved at once for whole pieces before shipping; 0: never. */
  @FenColumn({ name: 'after_sale_auto_fen', default: 0 })
  afterSaleAutoFen!: number;

  /** Whether money alone is approved once the time to decide has passed. */
  @Column({ name: 'after_sale_approve_overdue', type: 'boolean', default: false })
  afterSaleApproveOverdue!: boolean;

  /** Where the last returned goods went. */
  @Column({ name: 'return_address', type: 'text', nullable: true })
  returnAddress!: string | null;
}
