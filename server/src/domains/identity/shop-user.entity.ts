import { Column, Entity } from 'typeorm';
import { IdColumn, TimeColumn } from '../../infra/database/columns.js';

/** A person who buys, shares or distributes: whoever WeChat says opened the mini program. */
@Entity('shop_user')
export class ShopUserEntity {
  @IdColumn()
  id!: string;

  /** The person within this mini program, from WeChat. Never leaves the server. */
  @Column({ type: 'text' })
  openid!: string;

  /** The person across the merchant's applications; only with a WeChat Open Platform account. */
  @Column({ type: 'text', nullable: true })
  unionid!: string | null;

  /** Empty until the person gives one. */
  @Column({ type: 'text', default: '' })
  nickname!: string;

  /** A picture of this shop (`/files/…`), or empty. */
  @Column({ name: 'avatar_url', type: 'text', default: '' })
  avatarUrl!: string;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
