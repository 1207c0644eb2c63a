import { Recent } from './recent.js';

/** A source that counts its readings, and time that passes when the test says so. */
function source(limits = { ms: 1_000, entriesMax: 3 }) {
  const time = { now: 0 };
  const reads: string[] = [];
  const recent = new Recent<string>(limits, () => time.now);
  const get = (key: string) =>
    recent.get(key, async () => {
      reads.push(key);
      await new Promise(setImmediate);
      if (key === 'bad') throw new Error('unreadable');
      return `${key} ${reads.length}`;
    });
  return { time, reads, get };
}

describe('Recent', () => {
  it('reads once for all who ask within its time, and again after it', async () => {
    const { time, reads, get } = source();
    expect(await Promise.all([get('a'), get('a')])).toEqual(['a 1', 'a 1']);
    time.now = 999;
    expect(await get('a')).toBe('a 1');
    time.now = 1_000;
    expect(await get('a')).toBe('a 2');
    expect(reads).toEqual(['a', 'a']);
  });

  it('counts the age of a value from the beginning of its reading', async () => {
    const { time, get } = source();
    const first = get('a');
    time.now = 800;
    await first;
    time.now = 1_100;
    expect(await get('a')).toBe('a 2');
  });

  it('keeps keys apart', async () => {
    const { get } = source();
    expect([await get('a'), await get('b'), await get('a')]).toEqual(['a 1', 'b 2', 'a 1']);
  });

  it('fails everybody who waits for a reading that fails, and reads anew for the next', async () => {
    const { reads, get } = source();
    const both = await Promise.allSettled([get('bad'), get('bad')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(get('bad')).rejects.toThrow('unreadable');
    expect(reads).toEqual(['bad', 'bad']);
  });

  it('keeps at most so many, the oldest goes first', async () => {
    const { reads, get } = source();
    for (const key of ['a', 'b', 'c', 'd', 'b', 'a']) await get(key);
    expect(reads).toEqual(['a', 'b', 'c', 'd', 'a']);
  });

  it('keeps nothing when it is off', async () => {
    const { reads, get } = source({ ms: 0, entriesMax: 3 });
    await Promise.all([get('a'), get('a')]);
    expect(reads).toEqual(['a', 'a']);
  });
});
