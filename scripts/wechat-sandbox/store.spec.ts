/** The journal survives what can happen to a process and its disk. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { takeLock } from './lock.js';
import { Store, type Change } from './store.js';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'wechat-sandbox-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const meta = (name: string, value: unknown): Change => ['meta', name, { name, value }];
const journals = () => fs.readdirSync(dir).filter((name) => name.startsWith('journal-'));
const newest = () => path.join(dir, journals().sort().at(-1) ?? '');
const reopened = async () => {
  const store = await Store.open(dir);
  const values = Object.fromEntries(
    [...store.table('meta').values()].map(({ name, value }) => [name, value]),
  );
  await store.close();
  return values;
};

describe('journal', () => {
  it('gives back what was committed, in order, without what was deleted', async () => {
    const store = await Store.open(dir);
    await store.commit([meta('a', 1), meta('b', 2)]);
    await Promise.all([
      store.commit([meta('c', 3)]),
      store.commit([['meta', 'a', null]]),
      store.commit([meta('b', 4)]),
    ]);
    await store.close();
    expect(Object.entries(await reopened())).toEqual([
      ['b', 4],
      ['c', 3],
    ]);
  });

  it('is on disk when the commit resolves', async () => {
    const store = await Store.open(dir);
    await store.commit([meta('a', 1)]);
    expect(fs.readFileSync(newest(), 'utf8')).toContain('"a"');
    await store.close();
  });

  it('loses a commit whose line is torn, whole, and goes on', async () => {
    const store = await Store.open(dir);
    await store.commit([meta('a', 1)]);
    await store.commit([meta('b', 2), meta('c', 3)]);
    await store.close();
    const whole = fs.readFileSync(newest());
    for (let cut = 1; cut < 60; cut += 7) {
      fs.writeFileSync(newest(), whole.subarray(0, whole.length - cut));
      expect(await reopened()).toEqual({ a: 1 });
    }
    const again = await Store.open(dir);
    await again.commit([meta('d', 4)]);
    await again.close();
    expect(await reopened()).toEqual({ a: 1, d: 4 });
  });

  it('refuses a file that is damaged in the middle', async () => {
    fs.writeFileSync(path.join(dir, 'journal-00000000.jsonl'), 'nonsense\n[["meta","a",{}]]\n');
    await expect(Store.open(dir)).rejects.toThrow('is damaged at byte 0');
  });

  it('is rewritten when it has grown, and keeps everything', async () => {
    const store = await Store.open(dir, 2000);
    for (let round = 0; round < 30; round++) {
      await Promise.all(Array.from({ length: 10 }, (_, index) => store.commit([meta(`k${index}`, round)])));
    }
    await store.close();
    expect(journals()).toHaveLength(1);
    expect(Number(path.basename(newest()).slice(8, 16))).toBeGreaterThan(1);
    expect(fs.statSync(newest()).size).toBeLessThan(5000);
    expect(await reopened()).toEqual(
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, 29])),
    );
  });

  it('forgets an unfinished rewriting and an old journal left beside a new one', async () => {
    const store = await Store.open(dir);
    await store.commit([meta('a', 1)]);
    await store.close();
    fs.copyFileSync(newest(), path.join(dir, 'journal-00000001.jsonl'));
    fs.writeFileSync(path.join(dir, 'journal-00000000.jsonl'), `${JSON.stringify([meta('old', 1)])}\n`);
    fs.writeFileSync(path.join(dir, 'journal-00000002.jsonl.tmp'), 'half');
    expect(await reopened()).toEqual({ a: 1 });
    expect(journals()).toEqual(['journal-00000001.jsonl']);
  });

  it('says so when it cannot write', async () => {
    const store = await Store.open(dir, 1);
    fs.rmSync(dir, { recursive: true });
    await expect(store.commit([meta('a', 1)])).rejects.toThrow('cannot write its journal');
    await expect(store.commit([meta('b', 1)])).rejects.toThrow('cannot write its journal');
    await store.close();
  });
});

describe('lock', () => {
  it('is held by one and taken over from the dead', () => {
    const release = takeLock(dir);
    expect(() => takeLock(dir)).toThrow('already uses');
    release();
    fs.writeFileSync(path.join(dir, 'lock'), '999999999\n');
    takeLock(dir)();
    fs.writeFileSync(path.join(dir, 'lock'), 'nonsense');
    takeLock(dir)();
    expect(fs.existsSync(path.join(dir, 'lock'))).toBe(false);
  });

  it('is not mistaken for that of another program with a used-again process id', () => {
    fs.writeFileSync(path.join(dir, 'lock'), `${process.ppid} 1\n`);
    const release = takeLock(dir);
    expect(fs.readFileSync(path.join(dir, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    release();
  });
});
