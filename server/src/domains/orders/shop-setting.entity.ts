import { Column, Entity, PrimaryColumn } from 'typeorm';

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
}
