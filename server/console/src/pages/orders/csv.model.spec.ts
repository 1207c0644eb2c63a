import { decodeFile, errorCsv, failedRows, parseCsv, readShipments, templateCsv, toCsv } from './csv.model';

describe('parseCsv', () => {
  it.each([
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\uFEFFa\r1', [['a'], ['1']]],
    ['"a,1","say ""hi"""\n', [['a,1', 'say "hi"']]],
    ['"two\nlines",x', [['two\nlines', 'x']]],
    [
      '"open,b\n5" disc,"a"b',
      [
        ['"open', 'b'],
        ['5" disc', '"a"b'],
      ],
    ],
    [
      'a,\n\n , \nb,c',
      [
        ['a', ''],
        ['b', 'c'],
      ],
    ],
    ['', []],
  ])('%j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });

  it('reads back what toCsv wrote', () => {
    const rows = [
      ['a', 'b,c'],
      ['"x"', 'line\nline'],
    ];
    expect(parseCsv(toCsv(rows))).toEqual(rows);
  });
});

describe('decodeFile', () => {
  it('reads UTF-8, and GB18030 where it is no UTF-8', () => {
    expect(decodeFile(new TextEncoder().encode('顺丰').buffer as ArrayBuffer)).toBe('顺丰');
    expect(decodeFile(new Uint8Array([0xcb, 0xb3, 0xb7, 0xe1]).buffer)).toBe('顺丰');
  });
});

describe('readShipments', () => {
  it('picks the columns by name, in any order, and drops the others', () => {
    const file = readShipments('code,Tracking_No,carrier,order_id\nx,123456,SF,o1\n\ny,654321,ZTO,o2\n');
    expect(file).toEqual({
      ok: true,
      rows: [
        { order_id: 'o1', carrier: 'SF', tracking_no: '123456' },
        { order_id: 'o2', carrier: 'ZTO', tracking_no: '654321' },
      ],
      csv: 'order_id,carrier,tracking_no\r\no1,SF,123456\r\no2,ZTO,654321\r\n',
    });
  });

  it.each([
    ['', 'header'],
    ['order_id,carrier\no1,SF', 'header'],
    ['order_id,carrier,tracking_no\n', 'empty'],
    [`order_id,carrier,tracking_no\n${'o,SF,1234\n'.repeat(1_001)}`, 'tooManyRows'],
    [`order_id,carrier,tracking_no\n${`o,${'S'.repeat(400)},1234\n`.repeat(600)}`, 'tooLong'],
  ])('refuses %.40j: %s', (text, problem) => {
    expect(readShipments(text)).toEqual({ ok: false, problem });
  });

  it('takes exactly as many rows as the route does', () => {
    expect(readShipments(`order_id,carrier,tracking_no\n${'o,SF,1234\n'.repeat(1_000)}`).ok).toBe(true);
  });
});

describe('the error file', () => {
  const file = readShipments('order_id,carrier,tracking_no\no1,SF,1\no2,ZTO,2\n');
  const failed = failedRows(file.ok ? file.rows : [], [{ row: 2, code: 'not_found', message: 'gone' }]);

  it('holds the failed rows with their cause', () => {
    expect(failed).toEqual([
      { row: 2, code: 'not_found', message: 'gone', order_id: 'o2', carrier: 'ZTO', tracking_no: '2' },
    ]);
  });

  it('can be imported again', () => {
    const again = readShipments(errorCsv(failed, ({ message }) => `${message}, really`));
    expect(again.ok && again.rows).toEqual([{ order_id: 'o2', carrier: 'ZTO', tracking_no: '2' }]);
  });
});

describe('templateCsv', () => {
  it('has a line per order', () => {
    expect(parseCsv(templateCsv(['o1', 'o2']))).toEqual([
      ['order_id', 'carrier', 'tracking_no'],
      ['o1', '', ''],
      ['o2', '', ''],
    ]);
  });
});
