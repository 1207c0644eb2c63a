import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { firstDifference } from './compare.mjs';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tuanlink-compare-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

function folder(files: Record<string, string>): string {
  const made = fs.mkdtempSync(path.join(root, 'folder-'));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
    fs.writeFileSync(path.join(made, name), content);
  }
  return made;
}

const files = { 'a.txt': '1', 'b/c.txt': '2' };

test.each<[string | undefined, Record<string, string>]>([
  [undefined, files],
  ['a.txt', { ...files, 'a.txt': '2' }],
  ['b/c.txt', { 'a.txt': '1' }],
  ['b/c.txt', { 'a.txt': '1', 'b/d.txt': '2' }],
  ['d.txt', { ...files, 'd.txt': '' }],
])('the first difference is %s', (difference, other) => {
  expect(firstDifference(folder(files), folder(other))).toBe(difference);
  expect(firstDifference(folder(other), folder(files))).toBe(difference);
});
