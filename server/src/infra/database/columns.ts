import { Column, type ColumnOptions, PrimaryColumn } from 'typeorm';

/** Numbers of PostgreSQL that JavaScript could not hold exactly must never pass unseen. */
function safe(value: number | string | null | undefined): number | null | undefined {
  if (value === null || value === undefined) return value;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is not a safe integer`);
  return number;
}

/** Money in integer fen: a `bigint` column that only takes and gives safe integers. */
export function FenColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'bigint', transformer: { to: safe, from: safe } });
}

/** A moment: `timestamptz`, a `Date` in JavaScript. */
export function TimeColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'timestamptz' });
}

/** The primary key: a UUID made by `Ids`, never by the database. */
export function IdColumn(): PropertyDecorator {
  return PrimaryColumn({ type: 'uuid' });
}

/** The id of another thing. */
export function RefColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'uuid' });
}
