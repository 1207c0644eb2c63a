import { Inject, Injectable } from '@nestjs/common';
import type { ShipBody } from '@tuanlink/shared/dto';
import { pickLanguage, refusalText, type RefusalCode } from '@tuanlink/shared/errors';
import type { ConsoleOrderReply, OrderReply, ShipmentsImportReply } from '@tuanlink/shared/replies';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { WECHAT_APP } from '../../infra/wechat.tokens.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import type { WechatApp } from '../../infra/wechat/wechat.ports.js';
import { later } from '../later.js';
import { OrderViews } from '../views/order.views.js';
import { readShipmentsCsv, type ShipmentRow } from './shipments-csv.js';

interface ShippedOrder {
  transactionId: string;
  openid: string;
  carrier: string;
  trackingNo: string;
  phone: string;
  items: string;
}

/** How `ship_orders` says that an order's state forbids it. */
const NOT_WHILE = 'not while ';
/** How `ship_orders` says that a buyer asks for the money of goods that are still here. */
const AFTER_SALE = 'after-sale ';

/** Refused because WeChat does not know the payment yet, or not any more: asked for again, not for ever. */
const UPLOAD_ATTEMPTS_MAX = 12;

/** From the shelf to the buyer's hands, and to the end of after-sales. */
@Injectable()
export class DeliveryFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly views: OrderViews,
    @Inject(WECHAT_APP) private readonly wechat: WechatApp,
  ) {}

  /** @throws Refusal not_found, state.conflict */
  async ship(operator: Author, orderId: string, body: ShipBody): Promise<ConsoleOrderReply> {
    const [result] = await this.shipAll(operator, [{ orderId, ...body }]);
    if (result === 'absent') {
      throw new Refusal('not_found');
    }
    if (result?.startsWith(AFTER_SALE)) {
      throw new Refusal('state.conflict', { state: 'to_ship', afterSaleId: result.slice(AFTER_SALE.length) });
    }
    if (result !== 'shipped' && result !== 'repeat') {
      throw new Refusal('state.conflict', { state: result?.replace(NOT_WHILE, '') });
    }
    return this.views.forConsole(orderId);
  }

  /** Ships row by row; a row that cannot be shipped is named and stops nothing. Safe to repeat. */
  async importCsv(
    operator: Author,
    csv: string,
    acceptLanguage: string | undefined,
  ): Promise<ShipmentsImportReply> {
    const language = pickLanguage(acceptLanguage);
    const { rows, errors } = readShipmentsCsv(csv);
    const results = await this.shipAll(operator, rows);
    const failed = (row: number, code: RefusalCode) => ({ row, code, message: refusalText(code, language) });
    const all = errors.map(({ row, code }) => failed(row, code));
    results.forEach((result, index) => {
      const row = rows[index];
      if (row !== undefined && result !== 'shipped' && result !== 'repeat') {
        all.push(failed(row.row, result === 'absent' ? 'not_found' : 'state.conflict'));
      }
    });
    all.sort((a, b) => a.row - b.row);
    return {
      ok: results.filter((result) => result === 'shipped' || result === 'repeat').length,
      errors: all,
    };
  }

  /** The buyer says that the parcel arrived. @throws Refusal not_found, state.conflict */
  async receive(userId: string, orderId: string): Promise<OrderReply> {
    const result = await this.db.call<string>('receive_order', [orderId, userId, 'buyer', this.clock.now()]);
    if (result === 'absent') {
      throw new Refusal('not_found');
    }
    if (result !== 'received' && result !== 'repeat') {
      throw new Refusal('state.conflict', { state: result });
    }
    return this.views.own(userId, orderId);
  }

  /** Job `order.auto-receive`: nobody objected for long enough. */
  async autoReceive({ orderId }: { orderId: string }): Promise<void> {
    await this.db.call('receive_order', [orderId, null, 'system', this.clock.now()]);
  }

  /** Job `order.complete`. */
  async complete({ orderId }: { orderId: string }): Promise<void> {
    await this.db.call('complete_order', [orderId, this.clock.now()]);
  }

  /** Job `shipment.upload`: WeChat frees the order's money only when it knows that the goods went out. */
  async upload(payload: { orderId: string; attempt?: number }): Promise<void> {
    const { orderId, attempt = 1 } = payload;
    const [order] = await this.db.query<ShippedOrder>(
      `select y.transaction_id as "transactionId", y.openid, o.carrier, o.tracking_no as "trackingNo",
         o.address->>'phone' as phone,
         (select string_agg(l.title || ' × ' || (l.quantity - l.restocked_quantity), '、' order by l.position)
          from order_line l where l.order_id = o.id and l.quantity > l.restocked_quantity) as items
       from shop_order o join payment y on y.order_id = o.id
       where o.id = $1 and o.carrier is not null and y.transaction_id is not null`,
      [orderId],
    );
    if (order === undefined) {
      return;
    }
    try {
      await this.wechat.uploadShippingInfo({
        transactionId: order.transactionId,
        openid: order.openid,
        by: 'express',
        parcels: [
          {
            itemDescription: order.items,
            carrier: order.carrier,
            trackingNo: order.trackingNo,
            receiverContact: maskPhone(order.phone),
          },
        ],
        uploadedAt: this.clock.now(),
      });
      await this.db.query('update shop_order set shipment_told_at = $2 where id = $1', [
        orderId,
        this.clock.now(),
      ]);
    } catch (error) {
      const unanswered = error instanceof WechatUnavailable;
      if (!unanswered && !(error instanceof WechatRefused && attempt < UPLOAD_ATTEMPTS_MAX)) {
        throw error;
      }
      await later(this.db, this.clock, 'shipment.upload', { orderId, attempt }, orderId);
    }
  }

  private shipAll(operator: Author, rows: readonly Omit<ShipmentRow, 'row'>[]): Promise<string[]> {
    if (rows.length === 0) {
      return Promise.resolve([]);
    }
    return this.db.tx(async (tx) => {
      const items = rows.map(({ orderId, carrier, trackingNo }) => ({ orderId, carrier, trackingNo }));
      const [row] = (await tx.query('select ship_orders($1::jsonb, $2) as results', [
        JSON.stringify(items),
        this.clock.now(),
      ])) as { results: string[] }[];
      const results = row?.results ?? [];
      const shipped = items.filter((_, index) => results[index] === 'shipped');
      const changes = shipped.map(({ orderId, ...parcel }) => ({
        subjectId: orderId,
        before: { state: 'to_ship' },
        after: { state: 'shipped', ...parcel },
      }));
      await this.audit.recordEach(tx, operator, 'order.ship', 'order', changes);
      return results;
    });
  }
}

/** Keeps the first three and last four digits, as carriers want it. */
function maskPhone(phone: string): string {
  const digits = phone.replace(/[^0-9]/g, '');
  return digits.length < 8 ? digits : `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}
