import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Language } from '@tuanlink/shared/errors';
import pg, { type ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { csvLine, readCsv } from './csv.js';
import { headLine, type SheetKind, sheetLine, sheets } from './sheets.js';

/** So that a spreadsheet takes the file for UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
/** Rows between two reports of the progress. */
const TELL_EVERY = 500;

/** Which sheet, of which time. */
export interface SheetAsk {
  kind: SheetKind;
  language: Language;
  /** Null: from the beginning. */
  from: Date | null;
  /** Null: up to now. */
  to: Date | null;
}

/**
 * Writes one sheet as CSV that spreadsheets open: amounts in yuan and in fen, times of Shanghai, nothing that
 * a spreadsheet would run as a formula.
 */
export async function exportSheet(
  client: ClientBase,
  { kind, language, from, to }: SheetAsk,
  file: string,
  tell: (done: number, total: number) => void,
): Promise<void> {
  const sheet = sheets[kind];
  const bound = (operator: string, at: Date | null) =>
    at === null ? '' : ` and ${sheet.at} ${operator} ${pg.escapeLiteral(at.toISOString())}::timestamptz`;
  const rows = `from ${sheet.from} where true${bound('>=', from)}${bound('<', to)}`;
  await client.query('begin isolation level repeatable read read only');
  try {
    const counted = await client.query<{ count: string }>(`select count(*) ${rows}`);
    const total = Number(counted.rows[0]?.count);
    const values = sheet.columns.map(([, value]) => value).join(', ');
    const copy = `copy (select ${values} ${rows} order by ${sheet.order}) to stdout with (format csv)`;
    const stream = client.query(copyTo(copy));
    const lines = sheetLines(kind, language, stream, (done) => tell(done, total));
    await pipeline(Readable.from(lines, { objectMode: false }), createWriteStream(file, { mode: 0o600 }));
    tell(total, total);
  } finally {
    await client.query('rollback');
  }
}

async function* sheetLines(
  kind: SheetKind,
  language: Language,
  stream: Readable,
  tell: (done: number) => void,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(headLine(kind, language));
  let done = 0;
  for await (const { fields } of readCsv(stream)) {
    yield csvLine(sheetLine(kind, fields));
    done += 1;
    if (done % TELL_EVERY === 0) tell(done);
  }
}
