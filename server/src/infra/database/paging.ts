import { PAGE_LIMIT_DEFAULT, type Page } from '@tuanlink/shared/paging';
import { invalidField } from '../invalid-field.js';

/** What a list is asked for; both come from the query string. */
export interface PageAsk {
  cursor?: string;
  /** 1–100; 20 when absent. */
  limit?: number;
}

/** Parts of a cursor: a moment with microseconds, a UUID, a count, a day. */
type KeyPart = 'time' | 'uuid' | 'count' | 'day';

const FORMS: Record<KeyPart, RegExp> = {
  time: /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  count: /^\d{1,9}$/,
  day: /^2\d{3}-\d\d-\d\d$/,
};

/** Keys of the usual list: newest first, by creation and then id. */
const NEWEST_FIRST: readonly KeyPart[] = ['time', 'uuid'];

function isPart(text: string, part: KeyPart): boolean {
  if (!FORMS[part].test(text)) return false;
  if (part !== 'time' && part !== 'day') return true;
  // "30 February" has the form of a moment; PostgreSQL would call it an error.
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 19));
}

/** Makes the cursor that stands for a row: base64url of its keys. */
export function writeCursor(keys: readonly string[]): string {
  return Buffer.from(keys.join('|'), 'utf8').toString('base64url');
}

/**
 * The keys of the last row seen, in the order of the list's sort, or as many nulls on the first page.
 * @throws Refusal `request.invalid` when the cursor is not one of this kind of list
 */
export function readCursor(
  cursor: string | undefined,
  parts: readonly KeyPart[] = NEWEST_FIRST,
): (string | null)[] {
  if (cursor === undefined) return parts.map(() => null);
  const keys = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const fits = keys.length === parts.length && parts.every((part, index) => isPart(keys[index] ?? '', part));
  if (!fits || writeCursor(keys) !== cursor) throw invalidField('cursor', 'cursor');
  return keys;
}

/** How many rows a list statement reads: one more than the page holds tells whether another page follows. */
export function rowsToRead(ask: PageAsk): number {
  return limitOf(ask) + 1;
}

function limitOf({ limit }: PageAsk): number {
  return limit ?? PAGE_LIMIT_DEFAULT;
}

/** A row of a list statement: what goes out, and the keys it is sorted by (see {@link keysOf}). */
export interface ListRow<T> {
  item: T;
  keys: string[];
}

function cursorAfter(rows: readonly ListRow<unknown>[], limit: number): string | null {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined ? writeCursor(last.keys) : null;
}

/** A page of objects, from the rows that a list statement read. */
export function pageOf<T>(rows: readonly ListRow<T>[], ask: PageAsk): Page<T> {
  const limit = limitOf(ask);
  return { items: rows.slice(0, limit).map(({ item }) => item), nextCursor: cursorAfter(rows, limit) };
}

/** The same page as JSON text, from rows whose `item` PostgreSQL built as JSON text. */
export function pageText(rows: readonly ListRow<string>[], ask: PageAsk): string {
  const { items, nextCursor } = pageOf(rows, ask);
  return `{"items":[${items.join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`;
}

/** SQL of the `keys` column of a newest-first list. */
export function keysOf(createdAt: string, id: string): string {
  return `array[to_char(${createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ${id}::text]`;
}

/** SQL condition of a newest-first list: rows after the cursor whose keys are the given parameters. */
export function after(createdAt: string, id: string, timeParam: string, idParam: string): string {
  return `(${timeParam}::timestamptz is null
    or (${createdAt}, ${id}) < (${timeParam}::timestamptz, ${idParam}::uuid))`;
}
