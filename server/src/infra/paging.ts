import { PAGE_LIMIT_DEFAULT, type Page } from '@tuanlink/shared/paging';
import { isUuid } from './ids.js';
import { Refusal } from './refusal.js';
import { isStorable } from './text.js';

/** What a list is asked for. */
interface Asked {
  cursor?: string;
  limit?: number;
}

const refused = () => new Refusal('request.invalid', { errors: [{ path: 'cursor', rule: 'cursor' }] });

/** A cursor out of the values by which the last item of a page is found again. */
export function writeCursor(...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The values in a cursor of ours.
 * @throws Refusal `request.invalid` for anything else
 */
export function readCursor(cursor: string, count: number): string[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refused();
  }
  if (!Array.isArray(parts) || parts.length !== count) throw refused();
  return parts.map((part: unknown) => {
    if (typeof part !== 'string' || !isStorable(part)) throw refused();
    return part;
  });
}

/** The id in a cursor of a list that is ordered by id alone; undefined on the first page. */
export function readIdCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [id] = readCursor(cursor, 1);
  if (!isUuid(id)) throw refused();
  return id;
}

/** Time and id in a cursor; undefined on the first page. */
export function readTimeCursor(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [time = '', id] = readCursor(cursor, 2);
  const at = new Date(time);
  if (!isUuid(id) || Number.isNaN(at.getTime())) throw refused();
  return { at, id };
}

/** How many items a page holds. */
export function limitOf({ limit }: Asked): number {
  return limit ?? PAGE_LIMIT_DEFAULT;
}

/**
 * A page out of up to `limit + 1` rows: the extra one only tells that there is more.
 * @param cursorOf what `cursor` will be given back for the page after this row
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last) : null;
  return { items: shown.map(toItem), nextCursor };
}
