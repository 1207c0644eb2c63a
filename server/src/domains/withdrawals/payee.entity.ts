import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../../infra/database/columns.js';

/** Who a person is towards WeChat when they are paid. */
@Entity('payee')
export class PayeeEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** Sealed with the shop's data key; opened only to be sealed again for WeChat. */
  @Column({ name: 'real_name_sealed', type: 'text' })
  realNameSealed!: string;

  /** The only form that is shown: `张**`. */
  @Column({ name: 'real_name_masked', type: 'text' })
  realNameMasked!: string;

  @TimeColumn({ name: 'updated_at' })
  updatedAt!: Date;
}
