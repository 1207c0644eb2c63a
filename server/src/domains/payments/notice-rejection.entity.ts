import type { NoticeFault, NoticeKind } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, TimeColumn } from '../../infra/database/columns.js';

/** Notices that were refused for one reason within one minute, with the facts of the first of them. */
@Entity('notice_rejection')
export class NoticeRejectionEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'text' })
  kind!: NoticeKind;

  @Column({ type: 'text' })
  fault!: NoticeFault;

  /** What was answered: 400 or 401. */
  @Column({ type: 'int' })
  status!: number;

  @Column({ type: 'int' })
  count!: number;

  @TimeColumn({ name: 'first_at' })
  firstAt!: Date;

  @TimeColumn({ name: 'last_at' })
  lastAt!: Date;

  @Column({ name: 'remote_address', type: 'text' })
  remoteAddress!: string;

  /** The certificate or key it named, at most 64 characters of it. */
  @Column({ type: 'text' })
  serial!: string;

  @Column({ name: 'body_bytes', type: 'int' })
  bodyBytes!: number;

  /** Hex. */
  @Column({ name: 'body_sha256', type: 'text' })
  bodySha256!: string;
}
