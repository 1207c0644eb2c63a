import type { ExportReply } from '@tuanlink/shared/replies';
import { fileAddress, isOpen, kindsFor, percentOf, sizeText } from './model';

const id = '018f0000-0000-7000-8000-000000000001';
const anExport = (change: Partial<ExportReply>): ExportReply => ({
  id,
  kind: 'orders',
  from: null,
  to: null,
  state: 'running',
  rowsDone: 0,
  rowsTotal: null,
  fileName: null,
  bytes: null,
  sha256: null,
  error: null,
  requestedBy: { id, name: 'owner' },
  createdAt: '2026-11-22T05:05:09.000Z',
  finishedAt: null,
  expiresAt: null,
  ...change,
});

test('the whole shop is offered to the owner alone', () => {
  expect(kindsFor('owner')[0]).toBe('shop');
  expect(kindsFor('finance')).toEqual(['orders', 'refunds', 'commissions', 'transfers']);
});

test.each<[Partial<ExportReply>, number]>([
  [{ state: 'waiting' }, 0],
  [{ rowsDone: 1, rowsTotal: 3 }, 33],
  [{ rowsDone: 3, rowsTotal: 3 }, 99],
  [{ rowsDone: 0, rowsTotal: 0 }, 0],
  [{ state: 'done', rowsDone: 0, rowsTotal: 0 }, 100],
  [{ state: 'failed', rowsDone: 1, rowsTotal: 2 }, 50],
])('%j is %i %% done', (change, percent) => {
  expect(percentOf(anExport(change))).toBe(percent);
});

test('a file has an address once it is there, for those who may', () => {
  const done = anExport({ state: 'done' });
  expect(fileAddress(done, 'auditor')).toBe(`/api/console/exports/${id}/file`);
  expect(fileAddress(anExport({ state: 'running' }), 'owner')).toBeNull();
  expect(fileAddress(anExport({ state: 'done', kind: 'shop' }), 'auditor')).toBeNull();
  expect(fileAddress(anExport({ state: 'done', kind: 'shop' }), 'owner')).not.toBeNull();
  expect([isOpen(done), isOpen(anExport({ state: 'waiting' }))]).toEqual([false, true]);
});

test.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_536, '1.5 KB'],
  [12_345_678, '12 MB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
