import fc from 'fast-check';
import { type CsvValue, writeCsv } from './csv.js';

/** A reader of its own: cells of a CSV file as a program sees them. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      rows.at(-1)?.push(cell);
      cell = '';
    } else if (character === '\r') continue;
    else if (character === '\n') {
      rows.at(-1)?.push(cell);
      cell = '';
      rows.push([]);
    } else cell += character;
  }
  return rows.slice(0, -1);
}

it.each<[CsvValue, string]>([
  ['草莓', '草莓'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  [' edge', '" edge"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['+86', "'+86"],
  ['-1.20', '-1.20'],
  ['-cmd', "'-cmd"],
  ['＝1', "'＝1"],
  ['\t=1', "'\t=1"],
  [-5, '-5'],
  [null, ''],
])('%j is written as %s', (value, cell) => {
  expect(writeCsv(['a'], [[value]])).toBe(`\ufeffa\r\n${cell}\r\n`);
});

it('can be read again, whatever stands in it', () => {
  const texts = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\ufeff]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts), { maxLength: 5 }), (rows) => {
      const read = readCsv(writeCsv(['a', 'b'], rows));
      expect(read[0]).toEqual(['a', 'b']);
      const plain = read.slice(1).map((row) => row.map((cell) => cell.replace(/^'/, '')));
      expect(plain).toEqual(rows.map((row) => row.map((cell) => cell.replace(/^'/, ''))));
      const formulas = read.flat().filter((cell) => /^[=+@]/.test(cell));
      expect(formulas).toEqual([]);
    }),
  );
});

it('refuses rows of another length than the header', () => {
  expect(() => writeCsv(['a'], [['1', '2']])).toThrow(RangeError);
});
