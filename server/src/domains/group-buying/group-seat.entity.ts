import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** One place of one person in one group, from the hold on. A person has at most one in a group. */
@Entity('group_seat')
export class GroupSeatEntity {
  @PrimaryColumn({ name: 'order_id', type: 'uuid' })
  orderId!: string;

  @RefColumn({ name: 'group_id' })
  groupId!: string;

  @RefColumn({ name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  state!: 'held' | 'taken' | 'freed';

  /** From 1, given at payment, lowest free first; null unless taken. */
  @Column({ name: 'seat_no', type: 'int', nullable: true })
  seatNo!: number | null;

  /** When the seat was paid for. */
  @TimeColumn({ name: 'joined_at', nullable: true })
  joinedAt!: Date | null;
}
