import { SHIPMENT_ROWS_MAX } from '@tuanlink/shared/limits';
import { readShipmentsCsv } from './shipments-csv.js';

const A = '01900000-0000-7000-8000-000000000001';
const B = '01900000-0000-7000-8000-000000000002';
const head = 'order_id,carrier,tracking_no';

describe('a CSV of shipments', () => {
  it('gives its rows, whatever the line ends, quotes and empty lines', () => {
    const { rows, errors } = readShipmentsCsv(
      `\uFEFF${head}\r\n${A},SF,SF12345\r\n\r\n"${B.toUpperCase()}", "YTO" ,YT9876\n`,
    );
    expect(errors).toEqual([]);
    expect(rows).toEqual([
      { row: 1, orderId: A, carrier: 'SF', trackingNo: 'SF12345' },
      { row: 3, orderId: B, carrier: 'YTO', trackingNo: 'YT9876' },
    ]);
  });

  it.each([
    ['no order id', 'nonsense,SF,SF12345'],
    ['no carrier', `${A},,SF12345`],
    ['a short number', `${A},SF,123`],
    ['a cell too many', `${A},SF,SF12345,more`],
    ['a cell too few', `${A},SF`],
    ['a number with blanks', `${A},SF,SF 12345`],
  ])('names a row with %s and reads the others', (_, line) => {
    const { rows, errors } = readShipmentsCsv(`${head}\n${line}\n${B},SF,SF12345`);
    expect(errors).toEqual([{ row: 1, code: 'request.invalid' }]);
    expect(rows.map((row) => row.orderId)).toEqual([B]);
  });

  it('takes an order once', () => {
    const { rows, errors } = readShipmentsCsv(`${head}\n${A},SF,SF12345\n${A},SF,SF99999`);
    expect(rows).toHaveLength(1);
    expect(errors).toEqual([{ row: 2, code: 'request.invalid' }]);
  });

  it('refuses another header as a whole', () => {
    expect(readShipmentsCsv(`id,carrier,no\n${A},SF,SF12345`)).toEqual({
      rows: [],
      errors: [{ row: 0, code: 'request.invalid' }],
    });
  });

  it('stops taking rows at its limit', () => {
    const lines = Array.from({ length: SHIPMENT_ROWS_MAX + 2 }, (_, index) => {
      return `01900000-0000-7000-8000-${String(index).padStart(12, '0')},SF,SF12345`;
    });
    const { rows, errors } = readShipmentsCsv([head, ...lines].join('\n'));
    expect(rows).toHaveLength(SHIPMENT_ROWS_MAX);
    expect(errors.map((error) => error.row)).toEqual([SHIPMENT_ROWS_MAX + 1, SHIPMENT_ROWS_MAX + 2]);
  });
});
