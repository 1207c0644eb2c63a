import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../../infra/database/columns.js';

/** The shop-wide rules of attribution and commission, by version. Rows are only added. */
@Entity('commission_rules')
export class CommissionRulesEntity {
  @PrimaryColumn({ type: 'int' })
  version!: number;

  /** The newest version that is effective at an order's placement decides about it. */
  @TimeColumn({ name: 'effective_at' })
  effectiveAt!: Date;

  /** Rate of a solo purchase of a product without a rate of its own, basis points. */
  @Column({ name: 'default_rate_bp', type: 'int' })
  defaultRateBp!: number;

  /** The same for buyers who never paid before, basis points; null: no other rate. */
  @Column({ name: 'new_buyer_rate_bp', type: 'int', nullable: true })
  newBuyerRateBp!: number | null;

  /** When a second person allowed it; null for the rules the shop opened with. */
  @TimeColumn({ name: 'announced_at', nullable: true })
  announcedAt!: Date | null;

  /** Days for which a visit counts. */
  @Column({ name: 'visit_window_days', type: 'int' })
  visitWindowDays!: number;

  /** Days for which a paid order binds its buyer. */
  @Column({ name: 'binding_days', type: 'int' })
  bindingDays!: number;

  /** Days after binding in which nobody else's visit wins. */
  @Column({ name: 'protection_days', type: 'int' })
  protectionDays!: number;

  /** Days for which a touched distributor is shown a line, also when it earns nothing. */
  @Column({ name: 'touched_days', type: 'int' })
  touchedDays!: number;
}
