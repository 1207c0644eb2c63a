import type { RefusalCode } from '@tuanlink/shared/errors';
import { SHIPMENT_ROWS_MAX, TRACKING_NO } from '@tuanlink/shared/limits';

/** One parcel of a CSV. `row` counts from 1 below the header. */
export interface ShipmentRow {
  row: number;
  orderId: string;
  carrier: string;
  trackingNo: string;
}

export interface ShipmentsCsv {
  rows: ShipmentRow[];
  errors: { row: number; code: RefusalCode }[];
}

const HEADER = 'order_id,carrier,tracking_no';
const ORDER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CARRIER = /^[^,\n]{1,32}$/;

/** One line as cells; quotes around a cell and doubled quotes inside are understood. */
function cells(line: string): string[] {
  const found = line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))/g);
  return [...found].map((match) => (match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
}

/**
 * Reads `order_id,carrier,tracking_no` with a header. A row that cannot be read, that names an order a second
 * time, or that is one too many, is named with its code; another header is one error in row 0.
 */
export function readShipmentsCsv(text: string): ShipmentsCsv {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (cells(header.toLowerCase()).join(',') !== HEADER) {
    return { rows: [], errors: [{ row: 0, code: 'request.invalid' }] };
  }
  const result: ShipmentsCsv = { rows: [], errors: [] };
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    if (line.trim() === '') {
      return;
    }
    const row = index + 1;
    const [orderId = '', carrier = '', trackingNo = '', ...rest] = cells(line);
    const id = orderId.toLowerCase();
    const readable =
      ORDER_ID.test(id) && CARRIER.test(carrier) && TRACKING_NO.test(trackingNo) && rest.length === 0;
    if (!readable || seen.has(id) || result.rows.length >= SHIPMENT_ROWS_MAX) {
      result.errors.push({ row, code: 'request.invalid' });
      return;
    }
    seen.add(id);
    result.rows.push({ row, orderId: id, carrier, trackingNo });
  });
  return result;
}
