import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** Where a user wants things sent. Orders keep a copy, so rows may change and go. */
@Entity('address')
export class AddressEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  phone!: string;

  @Column({ type: 'text' })
  province!: string;

  @Column({ type: 'text' })
  city!: string;

  /** Empty where a city has no districts. */
  @Column({ type: 'text' })
  district!: string;

  @Column({ type: 'text' })
  detail!: string;

  /** At most one address of a user is the default; a unique index holds that. */
  @Column({ name: 'is_default', type: 'boolean' })
  isDefault!: boolean;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
