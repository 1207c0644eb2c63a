import fc from 'fast-check';
import { csvLine, type CsvRecord, CsvProblem, readCsv } from './csv.js';

async function* inChunks(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of readCsv(inChunks(text, size))) records.push(record);
  return records;
}

test.each<[string, CsvRecord[]]>([
  ['', []],
  [
    'a,b\n1,2\n',
    [
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', '2'] },
    ],
  ],
  [
    'a,b\n,""\n',
    [
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: [null, ''] },
    ],
  ],
  ['"a,""b"",c",d', [{ line: 1, fields: ['a,"b",c', 'd'] }]],
  [
    'x\n"1\n2\n3"\ny\n',
    [
      { line: 1, fields: ['x'] },
      { line: 2, fields: ['1\n2\n3'] },
      { line: 5, fields: ['y'] },
    ],
  ],
  ['\uFEFFa\n', [{ line: 1, fields: ['a'] }]],
  ['a,\n', [{ line: 1, fields: ['a', null] }]],
  ['团,链🧧\n', [{ line: 1, fields: ['团', '链🧧'] }]],
])('%j', async (text, records) => {
  for (const size of [1, 3, 1_000]) expect(await read(text, size)).toEqual(records);
});

test.each([
  ['a\n"b', 2],
  ['a\nb"c"\n', 2],
  ['"a"b\n', 1],
  ['a\nb\n"c" \n', 3],
])('%j is no CSV, and the line is named', async (text, line) => {
  await expect(read(text)).rejects.toThrow(CsvProblem);
  await expect(read(text)).rejects.toMatchObject({ line });
});

test('what was written is read again, whatever it is', async () => {
  const field = fc.option(
    fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a') })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1 }),
      async (rows) => {
        const records = await read(rows.map(csvLine).join(''), 5);
        expect(records.map(({ fields }) => fields)).toEqual(rows);
      },
    ),
  );
});
