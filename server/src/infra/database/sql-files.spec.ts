import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applySqlFiles, readSqlFiles } from './sql-files.js';

const root = mkdtempSync(path.join(tmpdir(), 'tuanlink-sql-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(name: string, text: string) {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

test('functions are found in infra, domains and flows, in this order; statements are not', () => {
  write('flows/a/b.sql', 'create or replace function b() …');
  write('infra/x.sql', '-- helper\ncreate or replace function x() …');
  write('domains/d/list.sql', 'select 1');
  write('migrations/m.sql', 'create or replace function m() …');
  expect(readSqlFiles(root).map((file) => file.path)).toEqual(['infra/x.sql', 'flows/a/b.sql']);
});

test('only files whose text changed are applied, and their hash is kept', async () => {
  const sent: string[] = [];
  const hashes = new Map<unknown, unknown>();
  const execute = async (sql: string, params: unknown[] = []) => {
    if (sql.startsWith('select')) return [...hashes].map(([name, hash]) => ({ path: name, hash }));
    if (sql.includes('insert into sql_file')) hashes.set(params[0], params[1]);
    else sent.push(sql);
    return [];
  };
  const file = (name: string, hash: string) => ({ path: name, hash, sql: `sql of ${name} ${hash}` });
  expect(await applySqlFiles(execute, [file('a', '1'), file('b', '1')])).toEqual(['a', 'b']);
  expect(await applySqlFiles(execute, [file('a', '1'), file('b', '1')])).toEqual([]);
  expect(await applySqlFiles(execute, [file('a', '2'), file('b', '1')])).toEqual(['a']);
  expect(sent.filter((sql) => sql.startsWith('sql of'))).toEqual(['sql of a 1', 'sql of b 1', 'sql of a 2']);
});

test('a file that cannot be applied is named', async () => {
  const execute = async (sql: string) => {
    if (sql === 'bad') throw new Error('syntax error');
    return [];
  };
  await expect(applySqlFiles(execute, [{ path: 'flows/x.sql', hash: '1', sql: 'bad' }])).rejects.toThrow(
    'flows/x.sql could not be applied',
  );
});
