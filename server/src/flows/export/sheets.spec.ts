import { headLine, safeText, sheetLine, sheets, type SheetKind } from './sheets.js';

const kinds = Object.keys(sheets) as SheetKind[];

test.each([
  ['=1+1', "'=1+1"],
  ['+8613800138000', "'+8613800138000"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\n=1', "'\n=1"],
  ['＝1+1', "'＝1+1"],
  ['01088886666', "'01088886666"],
  ['73120E45', "'73120E45"],
  ['0', '0'],
  ['17', '17'],
  ['4200001234567890', "'4200001234567890"],
  ['请放门口', '请放门口'],
  ['a=1', 'a=1'],
  ['', ''],
])('%j is written as %j', (text, written) => {
  expect(safeText(text)).toBe(written);
});

test.each(kinds)('%s: a line has a field for every heading', (kind) => {
  for (const language of ['zh-CN', 'en'] as const) {
    const head = headLine(kind, language);
    expect(new Set(head).size).toBe(head.length);
    const empty = sheetLine(
      kind,
      sheets[kind].columns.map(() => null),
    );
    expect(empty).toEqual(head.map(() => null));
  }
});

test('amounts stand in yuan and in fen, moments in Shanghai, rates in per cent', () => {
  const values = sheets.commissions.columns.map(
    ([, , form]) => ({ fen: '-123456', moment: '2026-11-22T05:05:09.120Z', rate: '1250', text: 'x' })[form],
  );
  const line = sheetLine('commissions', values);
  expect(line).toContain('-1234.56');
  expect(line).toContain('-123456');
  expect(line).toContain('2026-11-22 13:05:09');
  expect(line).toContain('12.5%');
});
