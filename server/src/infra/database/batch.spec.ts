import { Batch } from './batch.js';

/** A batch whose calls end when they are let go, and which remembers what they were given. */
function held(limits = { callsMax: 1, itemsMax: 3 }) {
  const calls: number[][] = [];
  const ends: (() => void)[] = [];
  const batch = new Batch<number, string>(async (items) => {
    calls.push(items);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (items.includes(13)) throw new Error('unlucky');
    return items.map((item) => `done ${item}`);
  }, limits);
  const release = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { batch, calls, release };
}

describe('Batch', () => {
  it('lets the first item go at once and gathers those that come meanwhile', async () => {
    const { batch, calls, release } = held();
    const all = Promise.all([1, 2, 3].map((item) => batch.add(item)));
    expect(calls).toEqual([[1]]);
    await release();
    expect(calls).toEqual([[1], [2, 3]]);
    await release();
    expect(await all).toEqual(['done 1', 'done 2', 'done 3']);
  });

  it('hands on at most itemsMax at a time, in at most callsMax calls', async () => {
    const { batch, calls, release } = held({ callsMax: 2, itemsMax: 3 });
    const all = Promise.all([1, 2, 3, 4, 5, 6].map((item) => batch.add(item)));
    expect(calls).toEqual([[1], [2]]);
    await release();
    expect(calls).toEqual([[1], [2], [3, 4, 5]]);
    await release();
    expect(calls).toEqual([[1], [2], [3, 4, 5], [6]]);
    await release();
    await release();
    expect(await all).toHaveLength(6);
  });

  it('lets one bad item fail alone', async () => {
    const { batch, calls, release } = held();
    const all = Promise.allSettled([1, 2, 13].map((item) => batch.add(item)));
    for (let turn = 0; turn < 4; turn++) await release();
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(calls).toEqual([[1], [2, 13], [2], [13]]);
  });

  it('does not ask again, item by item, a database that is gone', async () => {
    let calls = 0;
    const batch = new Batch<number, number>(
      async () => {
        calls += 1;
        await new Promise(setImmediate);
        throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
      },
      { callsMax: 1, itemsMax: 5 },
    );
    const all = await Promise.allSettled([1, 2, 3].map((item) => batch.add(item)));
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(calls).toBe(2);
  });

  it('fails every item whose call gives another number of results', async () => {
    const batch = new Batch<number, number>(async () => [], { callsMax: 1, itemsMax: 2 });
    await expect(batch.add(1)).rejects.toThrow('1 items had 0 results');
  });
});
