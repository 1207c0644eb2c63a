import { SHIPMENT_CHARS_MAX, SHIPMENT_ROWS_MAX } from '@tuanlink/shared/limits';
import type { ShipmentsImportReply } from '@tuanlink/shared/replies';

/** The columns a shipment file must have; others are left out before it is sent. */
export const SHIPMENT_COLUMNS = ['order_id', 'carrier', 'tracking_no'] as const;

/** Marks a file as UTF-8 for spreadsheet programs. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A cell in quotes; a quote that is never closed stays part of the text. */
const QUOTED = /^"(?:[^"]|"")*"$/;

/** Reads CSV (RFC 4180: quotes, doubled quotes, line ends of any kind) as rows of cells. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\n|\r|$)/y;
  const source = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  while (cell.lastIndex < source.length) {
    const match = cell.exec(source);
    // The second way to read a cell fits any text, so there is always a match.
    const [, raw = '', end = ''] = match ?? [];
    row.push((QUOTED.test(raw) ? raw.slice(1, -1).replaceAll('""', '"') : raw).trim());
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push(row);
  return rows.filter((cells) => cells.some((value) => value !== ''));
}

/** Writes rows as CSV with a byte order mark, so that spreadsheet programs read it as UTF-8. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  const quote = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(quote).join(',')}\r\n`).join('');
}

/** Decodes a file: UTF-8, or GB18030 as Chinese spreadsheet programs write it. */
export function decodeFile(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

export type ShipmentRow = Readonly<Record<(typeof SHIPMENT_COLUMNS)[number], string>>;

/** A shipment file that can be sent, or why it cannot. */
export type ShipmentFile =
  | { ok: true; rows: ShipmentRow[]; csv: string }
  | { ok: false; problem: 'header' | 'empty' | 'tooManyRows' | 'tooLong' };

/** Reads a shipment file: picks its three columns by name and leaves blank lines out. */
export function readShipments(text: string): ShipmentFile {
  const [header = [], ...body] = parseCsv(text);
  const places = SHIPMENT_COLUMNS.map((name) => header.findIndex((cell) => cell.toLowerCase() === name));
  if (places.some((place) => place < 0)) return { ok: false, problem: 'header' };
  const rows = body.map((cells): ShipmentRow => {
    const [order_id = '', carrier = '', tracking_no = ''] = places.map((place) => cells[place] ?? '');
    return { order_id, carrier, tracking_no };
  });
  if (rows.length === 0) return { ok: false, problem: 'empty' };
  if (rows.length > SHIPMENT_ROWS_MAX) return { ok: false, problem: 'tooManyRows' };
  const lines = [SHIPMENT_COLUMNS, ...rows.map((row) => SHIPMENT_COLUMNS.map((name) => row[name]))];
  const csv = toCsv(lines).slice(BYTE_ORDER_MARK.length);
  return csv.length > SHIPMENT_CHARS_MAX ? { ok: false, problem: 'tooLong' } : { ok: true, rows, csv };
}

/** A row that was not shipped, with what stood in the file. */
export interface FailedRow extends ShipmentRow {
  row: number;
  code: string;
  message: string;
}

/** Joins the refusals of an import with the rows they belong to; `row` counts from 1 after the header. */
export function failedRows(
  rows: readonly ShipmentRow[],
  errors: ShipmentsImportReply['errors'],
): FailedRow[] {
  return errors.map(({ row, code, message }) => ({
    ...(rows[row - 1] ?? { order_id: '', carrier: '', tracking_no: '' }),
    row,
    code,
    message,
  }));
}

/** The file of failed rows: corrected, it can be imported again as it is. */
export function errorCsv(rows: readonly FailedRow[], text: (row: FailedRow) => string): string {
  return toCsv([
    [...SHIPMENT_COLUMNS, 'row', 'code', 'message'],
    ...rows.map((row) => [
      ...SHIPMENT_COLUMNS.map((name) => row[name]),
      String(row.row),
      row.code,
      text(row),
    ]),
  ]);
}

/** A file to fill in: one line per order, carrier and number left blank. */
export function templateCsv(orderIds: readonly string[]): string {
  return toCsv([SHIPMENT_COLUMNS, ...orderIds.map((id) => [id, '', ''])]);
}
