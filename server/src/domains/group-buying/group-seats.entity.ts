import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The seats of one group as a counter that nothing references; the database keeps held + taken ≤ size. */
@Entity('group_seats')
export class GroupSeatsEntity {
  @PrimaryColumn({ name: 'group_id', type: 'uuid' })
  groupId!: string;

  @Column({ type: 'int' })
  size!: number;

  /** Seats of unpaid orders. */
  @Column({ type: 'int', default: 0 })
  held!: number;

  /** Seats of paid orders. */
  @Column({ type: 'int', default: 0 })
  taken!: number;
}
