import type { SealedBlock, SealedTransfer } from '../../domains/ledger/ledger.rules.js';

/** The fields of one row of a CSV file, by column. */
export type Row = ReadonlyMap<string, string | null>;

/** Where a transfer was sealed, as its row says. */
export interface EntryRecord {
  transferId: string;
  blockId: number;
  position: number;
  leaf: string;
}

/** A balance as its row says. */
export interface BalanceRecord {
  account: string;
  balanceFen: number;
}

/** Minus and leading zeros as PostgreSQL writes them, and no other way. */
const INTEGER = /^(0|-?[1-9]\d{0,15})$/;
const MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{0,5}[1-9]))?\+00$/;

/** What a row cannot be read for; the message names the column. */
export class BadColumn extends Error {}

function text(row: Row, column: string): string {
  const value = row.get(column);
  if (value === undefined || value === null) throw new BadColumn(`${column} is missing`);
  return value;
}

function optional(row: Row, column: string): string | null {
  const value = row.get(column);
  if (value === undefined) throw new BadColumn(`${column} is missing`);
  return value;
}

function integer(row: Row, column: string): number {
  const value = text(row, column);
  const number = INTEGER.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) {
    throw new BadColumn(`${column} is no whole number: ${value.slice(0, 40)}`);
  }
  return number;
}

/** A moment as the seal covers it: UTC ISO, cut to milliseconds. */
function moment(row: Row, column: string): string {
  const value = text(row, column);
  const [, date, time, fraction = ''] = MOMENT.exec(value) ?? [];
  if (date === undefined) throw new BadColumn(`${column} is no moment in UTC: ${value.slice(0, 40)}`);
  return `${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

/** A row of `ledger_transfer`. @throws BadColumn */
export function transferOf(row: Row): SealedTransfer {
  return {
    id: text(row, 'id'),
    seq: integer(row, 'seq'),
    from: text(row, 'from_account'),
    to: text(row, 'to_account'),
    amountFen: integer(row, 'amount_fen'),
    reason: text(row, 'reason'),
    orderId: optional(row, 'order_id'),
    commissionLineId: optional(row, 'commission_line_id'),
    at: moment(row, 'at'),
  };
}

/** A row of `ledger_block`. @throws BadColumn */
export function blockOf(row: Row): SealedBlock {
  return {
    id: integer(row, 'id'),
    previousHash: text(row, 'previous_hash'),
    root: text(row, 'root'),
    hash: text(row, 'hash'),
    entryCount: integer(row, 'entry_count'),
    sealedAt: moment(row, 'sealed_at'),
  };
}

/** A row of `ledger_block_entry`. @throws BadColumn */
export function entryOf(row: Row): EntryRecord {
  return {
    transferId: text(row, 'transfer_id'),
    blockId: integer(row, 'block_id'),
    position: integer(row, 'position'),
    leaf: text(row, 'leaf'),
  };
}

/** A row of `ledger_unsealed`. @throws BadColumn */
export function unsealedOf(row: Row): Pick<EntryRecord, 'transferId' | 'leaf'> {
  return { transferId: text(row, 'transfer_id'), leaf: text(row, 'leaf') };
}

/** A row of `ledger_account`: `<kind>:<user id>` and what it holds. @throws BadColumn */
export function accountOf(row: Row): BalanceRecord {
  const account = text(row, 'id');
  if (account !== `${text(row, 'kind')}:${text(row, 'user_id')}`) {
    throw new BadColumn('id is not kind and user_id together');
  }
  return { account, balanceFen: integer(row, 'balance_fen') };
}

/** A row of `ledger_platform_sum`. @throws BadColumn */
export function platformSumOf(row: Row): BalanceRecord {
  return { account: text(row, 'account'), balanceFen: integer(row, 'balance_fen') };
}
