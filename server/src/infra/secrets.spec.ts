import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localSecrets } from './secrets.js';

const dir = mkdtempSync(path.join(tmpdir(), 'tuanlink-secrets-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('secrets are made once, kept, and readable by the owner alone', () => {
  const folder = path.join(dir, 'new', 'folder');
  const made = localSecrets(folder);
  expect(made.jwtSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(made.dataKey).toMatch(/^[0-9a-f]{64}$/);
  expect(made.dataKey).not.toBe(made.jwtSecret);
  expect(localSecrets(folder)).toEqual(made);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
  expect(statSync(path.join(folder, 'secrets.json')).mode & 0o077).toBe(0);
});

test('a file that cannot be read is not replaced', () => {
  writeFileSync(path.join(dir, 'secrets.json'), '{');
  expect(() => localSecrets(dir)).toThrow(/JSON/);
});
