import { Refusal } from '../refusal.js';
import { pageOf, pageText, readCursor, rowsToRead, writeCursor } from './paging.js';

const AT = '2026-11-22T10:00:00.123456Z';
const ID = '018f0000-0000-7000-8000-000000000001';

describe('cursors', () => {
  it('come back as they were written', () => {
    expect(readCursor(writeCursor([AT, ID]))).toEqual([AT, ID]);
    expect(readCursor(writeCursor(['3', AT, ID]), ['count', 'time', 'uuid'])).toEqual(['3', AT, ID]);
  });

  it('may stand for a day that exists', () => {
    expect(readCursor(writeCursor(['2026-11-22']), ['day'])).toEqual(['2026-11-22']);
    for (const day of ['2026-02-30', '2026-11-22T', '1926-11-22', '']) {
      expect(() => readCursor(writeCursor([day]), ['day'])).toThrow(new Refusal('request.invalid'));
    }
  });

  it('are nulls on the first page', () => {
    expect(readCursor(undefined)).toEqual([null, null]);
    expect(readCursor(undefined, ['count', 'time', 'uuid'])).toEqual([null, null, null]);
  });

  it.each([
    ['no base64url', '***'],
    ['empty keys', writeCursor(['', ''])],
    ['one key', writeCursor([AT])],
    ['three keys', writeCursor([AT, ID, ID])],
    ['a day that does not exist', writeCursor(['2026-02-30T10:00:00.000000Z', ID])],
    ['an hour that does not exist', writeCursor(['2026-02-20T25:00:00.000000Z', ID])],
    ['milliseconds only', writeCursor(['2026-02-20T10:00:00.000Z', ID])],
    ['no UUID', writeCursor([AT, "' or 1=1"])],
    ['a NUL', writeCursor([AT, `${ID}\0`])],
    ['another spelling of the same bytes', `${writeCursor([AT, ID])}=`],
    ['a cursor of another list', writeCursor(['3', AT, ID])],
  ])('are refused: %s', (_, cursor) => {
    expect(() => readCursor(cursor)).toThrow(new Refusal('request.invalid'));
  });
});

describe('pages', () => {
  const rows = [1, 2, 3].map((n) => ({ item: n, keys: [AT, `${n}`] }));

  it('end with a cursor only when another row was read', () => {
    expect(pageOf(rows, { limit: 2 })).toEqual({ items: [1, 2], nextCursor: writeCursor([AT, '2']) });
    expect(pageOf(rows, { limit: 3 })).toEqual({ items: [1, 2, 3], nextCursor: null });
    expect(pageOf([], {})).toEqual({ items: [], nextCursor: null });
  });

  it('read one row more than they show, 20 when nothing is asked', () => {
    expect(rowsToRead({ limit: 100 })).toBe(101);
    expect(rowsToRead({})).toBe(21);
  });

  it('are the same as text', () => {
    const texts = rows.map(({ item, keys }) => ({ item: `{"n":${item}}`, keys }));
    expect(JSON.parse(pageText(texts, { limit: 2 }))).toEqual({
      items: [{ n: 1 }, { n: 2 }],
      nextCursor: writeCursor([AT, '2']),
    });
  });
});
