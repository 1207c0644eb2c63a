import type { ShareChannel, ShareTargetKind } from '@tuanlink/shared/states';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A link somebody made to pass something on. */
@Entity('share')
export class ShareEntity {
  /** 10 random base62 characters; fits the `scene` of a mini program code. */
  @PrimaryColumn({ type: 'text' })
  token!: string;

  @RefColumn({ name: 'user_id' })
  userId!: string;

  /** The share through which the sharer came. */
  @Column({ name: 'parent_token', type: 'text', nullable: true })
  parentToken!: string | null;

  /** The sharer first, then whoever shared to them, nearest first; nobody twice, at most 20. */
  @Column({ type: 'uuid', array: true })
  chain!: string[];

  @Column({ name: 'target_kind', type: 'text' })
  targetKind!: ShareTargetKind;

  @RefColumn({ name: 'target_id' })
  targetId!: string;

  @Column({ type: 'text' })
  channel!: ShareChannel;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
