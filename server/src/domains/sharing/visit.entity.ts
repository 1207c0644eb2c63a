import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A share was opened, by a user or by a visitor who has not logged in yet. */
@Entity('visit')
export class VisitEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'text' })
  token!: string;

  /** Null until an anonymous visitor logs in. */
  @RefColumn({ name: 'user_id', nullable: true })
  userId!: string | null;

  /** UUID the client made for somebody not logged in. */
  @RefColumn({ name: 'visitor_id', nullable: true })
  visitorId!: string | null;

  @TimeColumn()
  at!: Date;

  /** WeChat's launch scene number. */
  @Column({ type: 'int', nullable: true })
  scene!: number | null;

  /** `open`: the link was opened; `order`: an order, or a quote of one, named the token. */
  @Column({ type: 'text' })
  source!: 'open' | 'order';
}
