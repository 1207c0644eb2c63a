import type { OrderState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** One purchase of one user. payFen = goodsFen − discountFen + shippingFen. */
@Entity('shop_order')
export class ShopOrderEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'user_id' })
  userId!: string;

  /** Made and stored by the client before sending; unique for the user. */
  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  /** Hash of the input: the same id with other input is refused. */
  @Column({ name: 'request_hash', type: 'text' })
  requestHash!: string;

  /** `solo` alone, `open` opens a group, `join` joins one. */
  @Column({ type: 'text' })
  kind!: 'solo' | 'open' | 'join';

  @Column({ type: 'text' })
  state!: OrderState;

  @RefColumn({ name: 'campaign_id', nullable: true })
  campaignId!: string | null;

  /** Changes only when late money is placed in another group. */
  @RefColumn({ name: 'group_id', nullable: true })
  groupId!: string | null;

  @FenColumn({ name: 'goods_fen' })
  goodsFen!: number;

  @FenColumn({ name: 'discount_fen' })
  discountFen!: number;

  @FenColumn({ name: 'shipping_fen' })
  shippingFen!: number;

  @FenColumn({ name: 'pay_fen' })
  payFen!: number;

  /** What has been asked back so far, between 0 and payFen. */
  @FenColumn({ name: 'refunded_fen', default: 0 })
  refundedFen!: number;

  /** Copy of the address as it was. */
  @Column({ type: 'jsonb' })
  address!: object;

  /** Whether the other members may see the buyer's name and picture. */
  @Column({ name: 'show_face', type: 'boolean' })
  showFace!: boolean;

  @Column({ type: 'text' })
  note!: string;

  /** Who is credited and why, as the buyer may know it; null when nobody is. */
  @Column({ type: 'jsonb', nullable: true })
  credit!: object | null;

  /** Until when an unpaid order keeps its seat and stock. */
  @TimeColumn({ name: 'held_until' })
  heldUntil!: Date;

  @Column({ name: 'cancel_reason', type: 'text', nullable: true })
  cancelReason!: string | null;

  /** WeChat's code of the carrier. */
  @Column({ type: 'text', nullable: true })
  carrier!: string | null;

  @Column({ name: 'tracking_no', type: 'text', nullable: true })
  trackingNo!: string | null;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'paid_at', nullable: true })
  paidAt!: Date | null;

  @TimeColumn({ name: 'shipped_at', nullable: true })
  shippedAt!: Date | null;

  /** When WeChat was told that the parcel is on its way, which frees the money. */
  @TimeColumn({ name: 'shipment_told_at', nullable: true })
  shipmentToldAt!: Date | null;

  @TimeColumn({ name: 'received_at', nullable: true })
  receivedAt!: Date | null;

  @TimeColumn({ name: 'completed_at', nullable: true })
  completedAt!: Date | null;
}
