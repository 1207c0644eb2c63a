import { Injectable } from '@nestjs/common';
import type { AddressBody, AddressPatchBody } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { AddressReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';

/** Addresses one user may keep. */
export const ADDRESSES_MAX = 50;

const FIELDS = `id, name, phone, province, city, district, detail, is_default as "isDefault"`;

/**
 * The delivery addresses of users. A user has at most one default: the first address becomes it, and when
 * it goes the newest of the others takes its place. Every change locks the user, so that two at once
 * cannot make two defaults.
 */
@Injectable()
export class AddressesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** All addresses of a user, the default first, then newest first. */
  async list(userId: string): Promise<Page<AddressReply>> {
    const items = await this.db.query<AddressReply>(
      `select ${FIELDS} from address where user_id = $1
       order by is_default desc, created_at desc, id desc limit ${ADDRESSES_MAX}`,
      [userId],
    );
    return { items, nextCursor: null };
  }

  /** Whether this address is there and this user's. */
  async exists(id: string, userId: string): Promise<boolean> {
    const rows = await this.db.query('select 1 from address where id = $1 and user_id = $2', [id, userId]);
    return rows.length > 0;
  }

  /** @throws Refusal `state.conflict` when the user has 50 addresses already */
  async create(userId: string, body: AddressBody): Promise<AddressReply> {
    return this.db.tx(async (tx) => {
      await this.lockUser(tx, userId);
      if (body.isDefault === true) await this.clearDefault(tx, userId);
      const rows: AddressReply[] = await tx.query(
        `insert into address
           (id, user_id, name, phone, province, city, district, detail, is_default, created_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9 or n = 0, $10
         from (select count(*) as n from address where user_id = $2) present where n < ${ADDRESSES_MAX}
         returning ${FIELDS}`,
        [
          this.ids.uuid(),
          userId,
          body.name,
          body.phone,
          body.province,
          body.city,
          body.district,
          body.detail,
          body.isDefault ?? false,
          this.clock.now(),
        ],
      );
      const [address] = rows;
      if (address === undefined) throw new Refusal('state.conflict', { addressesMax: ADDRESSES_MAX });
      return address;
    });
  }

  /** Changes the fields that are given. @throws Refusal `not_found` for somebody else's */
  async patch(userId: string, id: string, body: AddressPatchBody): Promise<AddressReply> {
    return this.db.tx(async (tx) => {
      await this.lockUser(tx, userId);
      if (body.isDefault === true) await this.clearDefault(tx, userId);
      const [rows]: [AddressReply[], number] = await tx.query(
        `update address set name = coalesce($3, name), phone = coalesce($4, phone),
           province = coalesce($5, province), city = coalesce($6, city),
           district = coalesce($7, district), detail = coalesce($8, detail),
           is_default = coalesce($9, is_default)
         where id = $2 and user_id = $1 returning ${FIELDS}`,
        [
          userId,
          id,
          body.name ?? null,
          body.phone ?? null,
          body.province ?? null,
          body.city ?? null,
          body.district ?? null,
          body.detail ?? null,
          body.isDefault ?? null,
        ],
      );
      const [address] = rows;
      if (address === undefined) throw new Refusal('not_found');
      return address;
    });
  }

  /** Removes an address; orders keep their copies. @throws Refusal `not_found` for somebody else's */
  async remove(userId: string, id: string): Promise<Record<string, never>> {
    return this.db.tx(async (tx) => {
      await this.lockUser(tx, userId);
      const [gone]: [{ was_default: boolean }[], number] = await tx.query(
        'delete from address where id = $1 and user_id = $2 returning is_default as was_default',
        [id, userId],
      );
      if (gone.length === 0) throw new Refusal('not_found');
      if (gone[0]?.was_default === true) {
        await tx.query(
          `update address set is_default = true where id = (
             select id from address where user_id = $1 order by created_at desc, id desc limit 1)`,
          [userId],
        );
      }
      return {};
    });
  }

  /** What follows in the transaction makes another default, or is refused, which takes this back. */
  private async clearDefault(tx: EntityManager, userId: string): Promise<void> {
    await tx.query('update address set is_default = false where user_id = $1 and is_default', [userId]);
  }

  private async lockUser(tx: EntityManager, userId: string): Promise<void> {
    const rows: unknown[] = await tx.query('select 1 from shop_user where id = $1 for no key update', [
      userId,
    ]);
    if (rows.length === 0) throw new Refusal('auth.expired');
  }
}
