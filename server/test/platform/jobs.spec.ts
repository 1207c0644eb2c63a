import { jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR_MS } from '@tuanlink/shared/time';
import type { Job, JobHandler } from '../../src/infra/jobs/job-handlers.js';
import { JobRunner } from '../../src/infra/jobs/job-runner.js';
import { type JobTopic, jobTopics, recurringTopics } from '../../src/infra/jobs/topics.js';
import { Clock } from '../../src/infra/clock.js';
import { Heartbeats } from '../../src/infra/heartbeats.js';
import { Ids } from '../../src/infra/ids.js';
import { Presence } from '../../src/infra/jobs/presence.js';
import { Log } from '../../src/infra/log.js';
import { Outbox, type OutboxJob } from '../../src/infra/outbox/outbox.js';
import { type Caller, TestShop } from '../support/shop.js';

jest.setTimeout(60_000);

let shop: TestShop;
let owner: Caller;
beforeAll(async () => {
  shop = await TestShop.open();
  owner = await shop.operator('owner');
});
afterAll(() => shop.close());

/** What the handlers of a test were given, and which payloads they refuse. */
interface Ran {
  topic: JobTopic;
  payload: unknown;
  job: Job;
}
let ran: Ran[] = [];
let failing: (payload: unknown) => boolean = () => false;
/** The key of a job that a job makes. */
let next: (key: string) => string | undefined = () => undefined;
/** What a handler waits for. */
let pause: (payload: unknown) => Promise<unknown> = async () => undefined;
const runners: JobRunner[] = [];

beforeEach(async () => {
  ran = [];
  failing = () => false;
  next = () => undefined;
  pause = async () => undefined;
  await shop.rows('delete from outbox');
  await shop.rows('delete from pgboss.job');
});
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop();
});

function makeRunner(): JobRunner {
  const handlers: JobHandler[] = jobTopics.map((topic) => ({
    topic,
    handle: async (payload, about) => {
      if (recurringTopics.some((recurring) => recurring.topic === topic)) return;
      ran.push({ topic, payload, job: about });
      await pause(payload);
      if (failing(payload)) throw new Error('asked to fail');
      const made = next((payload as { key: string }).key);
      if (made !== undefined) await put(job(made));
    },
  }));
  const { app } = shop;
  const log = new Log('silent');
  const runner = new JobRunner(handlers, shop.db, app.get(Clock), app.get(Heartbeats), app.get(Ids), log);
  runners.push(runner);
  return runner;
}

const put = (...jobs: OutboxJob[]) => shop.db.tx((tx) => shop.app.get(Outbox).put(tx, jobs));
const job = (key: string, inMs = 0, topic: JobTopic = 'refund.send'): OutboxJob => ({
  topic,
  payload: { key },
  dedupeKey: key,
  dueAt: new Date(shop.clock.now().getTime() + inMs),
});
const keys = () => ran.map(({ payload }) => (payload as { key: string }).key);
const waiting = async () => (await shop.rows('select 1 from outbox')).length;

describe('the outbox', () => {
  test('takes any number of jobs in one statement', async () => {
    const sent: string[] = [];
    await shop.db.tx(async (tx) => {
      const stop = shop.db.onStatement((sql) => sent.push(sql));
      await shop.app.get(Outbox).put(tx, [job('a'), job('b'), job('c')]);
      stop();
    });
    expect(sent).toHaveLength(1);
    expect(await waiting()).toBe(3);
  });

  test('holds a key once, and nothing of a transaction that fails', async () => {
    await put(job('a'), job('a'));
    await put(job('a', 5_000));
    await expect(
      shop.db.tx(async (tx) => {
        await shop.app.get(Outbox).put(tx, [job('b')]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await waiting()).toBe(1);
  });
});

describe('a drain', () => {
  test('runs what is due, in order, with what was put in, and leaves the rest', async () => {
    await put(job('late', HOUR_MS), job('second', -10), job('first', -20, 'group.close'));
    expect(await makeRunner().drain()).toBe(2);
    expect(keys()).toEqual(['first', 'second']);
    expect(ran[0]).toMatchObject({ topic: 'group.close', payload: { key: 'first' } });
    expect(await waiting()).toBe(1);
  });

  test('goes on until nothing is left that is due, jobs made by jobs too', async () => {
    await put(job('a'));
    next = (key) => (key === 'c' ? undefined : String.fromCharCode(key.charCodeAt(0) + 1));
    expect(await makeRunner().drain()).toBe(3);
    expect(keys()).toEqual(['a', 'b', 'c']);
  });

  test('may look ahead to a moment that has not come', async () => {
    await put(job('b', HOUR_MS));
    const runner = makeRunner();
    expect(await runner.drain()).toBe(0);
    expect(await runner.drain(new Date(shop.clock.now().getTime() + 2 * HOUR_MS))).toBe(1);
  });

  test('shows the error of a job and keeps the job', async () => {
    await put(job('a'));
    failing = () => true;
    const runner = makeRunner();
    await expect(runner.drain()).rejects.toThrow('asked to fail');
    expect(await waiting()).toBe(1);
    failing = () => false;
    expect(await runner.drain()).toBe(1);
  });
});

describe('a running worker', () => {
  test('runs jobs when the shop’s clock says that they are due, each once, with two workers too', async () => {
    const all = Array.from({ length: 60 }, (_, index) => job(`n${index}`));
    await put(...all, job('later', HOUR_MS));
    await Promise.all([makeRunner().start(), makeRunner().start()]);
    await shop.eventually(async () => ran.length >= 60);
    await sleep(1_200);
    expect(keys().sort()).toEqual(all.map(({ dedupeKey }) => dedupeKey).sort());
    shop.clock.move(HOUR_MS);
    await shop.eventually(async () => keys().includes('later'));
    expect(await waiting()).toBe(0);
  });

  test('a job that fails is tried again after a pause, others are not held up', async () => {
    await put(job('bad'), job('good', 1));
    failing = (payload) => (payload as { key: string }).key === 'bad' && ran.length < 3;
    await makeRunner().start();
    await shop.eventually(async () => keys().filter((key) => key === 'bad').length === 2);
    expect(keys().filter((key) => key === 'good')).toHaveLength(1);
    await shop.eventually(async () => (await shop.call('console.jobs', owner)).items.length === 0);
  });

  test('shows that it is alive', async () => {
    await shop.rows('delete from heartbeat');
    expect(await shop.raw('health', {})).toMatchObject({ status: 503, body: { jobs: false } });
    await makeRunner().start();
    await shop.eventually(async () => (await shop.raw('health', {})).status === 200);
    expect((await shop.raw('health', {})).body).toEqual({
      status: 'ok',
      database: true,
      jobs: true,
      wechat: true,
    });
  });
});

describe('a worker that ends in the middle of a job', () => {
  /** Longer than any worker watches before it gives a job back. */
  const WATCH_MS = 11_000;
  const jobs = () =>
    shop.rows<{ state: string; takenBy: string | null; retries: number }>(
      `select state, data ->> 'takenBy' as "takenBy", retry_count as retries from pgboss.job order by name`,
    );
  const isDone = async () => (await jobs()).every(({ state }) => state === 'completed');

  /** A worker with one job, as far as others can tell; nothing in this process ends the job. */
  async function takenBy(id: string, key: string): Promise<Presence> {
    const presence = new Presence(id, shop.db, new Log('silent'));
    await presence.show();
    let release = () => {};
    pause = () => new Promise<void>((resolve) => (release = resolve));
    await put(job(key));
    const runner = makeRunner();
    await runner.start();
    await shop.eventually(async () => ran.length === 1);
    await shop.rows(`update pgboss.job set data = data || jsonb_build_object('takenBy', $1::text)`, [id]);
    pause = async () => undefined;
    release();
    await runner.stop();
    expect(await jobs()).toMatchObject([{ state: 'active', takenBy: id }]);
    ran = [];
    return presence;
  }

  test('has it done by another within seconds; as long as it lives, however slow, it keeps it', async () => {
    const presence = await takenBy('slow', 'a');
    await Promise.all([makeRunner().start(), makeRunner().start()]);
    await sleep(WATCH_MS);
    expect(ran).toEqual([]);
    const from = performance.now();
    await presence.close();
    await shop.eventually(isDone);
    expect(performance.now() - from).toBeLessThan(15_000);
    expect(keys()).toEqual(['a']);
    expect(await jobs()).toMatchObject([{ retries: 1 }]);
  });

  test('keeps its job when its connections break and come back', async () => {
    let release = () => {};
    pause = () => new Promise<void>((resolve) => (release = resolve));
    await put(job('a'));
    await Promise.all([makeRunner().start(), makeRunner().start()]);
    await shop.eventually(async () => ran.length === 1);
    await shop.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`,
    );
    await sleep(WATCH_MS);
    expect(ran).toHaveLength(1);
    release();
    await shop.eventually(isDone);
    expect(ran).toHaveLength(1);
  });

  test('hands it back when it is stopped, and whatever it still does changes nothing', async () => {
    const releases: (() => void)[] = [];
    pause = () => new Promise<void>((resolve) => releases.push(resolve));
    await put(job('a'));
    const first = makeRunner();
    await first.start();
    await shop.eventually(async () => ran.length === 1);
    await first.stop();
    expect(await jobs()).toMatchObject([{ state: 'retry', takenBy: null, retries: 0 }]);
    await makeRunner().start();
    await shop.eventually(async () => ran.length === 2);
    releases[0]?.();
    await sleep(500);
    expect(await jobs()).toMatchObject([{ state: 'active', retries: 0 }]);
    releases[1]?.();
    await shop.eventually(isDone);
  });

  test('gets back what it took without learning of it', async () => {
    await put(job('a'));
    await makeRunner().start();
    await shop.eventually(async () => ran.length === 1 && (await isDone()));
    await shop.rows("update pgboss.job set state = 'active', completed_on = null");
    await shop.eventually(async () => ran.length === 2 && (await isDone()));
    expect(keys()).toEqual(['a', 'a']);
  });

  test('a job that ends every worker becomes a dead letter', async () => {
    const presence = await takenBy('gone', 'a');
    await shop.rows('update pgboss.job set retry_count = retry_limit');
    await presence.close();
    await makeRunner().start();
    await shop.eventually(
      async () => (await shop.call('console.jobs', owner, { query: { state: 'failed' } })).items.length > 0,
    );
    expect(ran).toEqual([]);
  });
});

describe('dead letters', () => {
  /** Lets a job fail for the last time. */
  async function kill(key: string): Promise<void> {
    failing = (payload) => (payload as { key: string }).key === key;
    await put(job(key));
    const runner = makeRunner();
    await runner.start();
    await shop.eventually(async () => keys().includes(key));
    await shop.eventually(
      async () => (await shop.rows("select 1 from pgboss.job where state = 'retry'")).length > 0,
    );
    await shop.rows(
      "update pgboss.job set retry_count = retry_limit, start_after = now() where state = 'retry'",
    );
    await shop.eventually(async () => (await failed()).length > 0);
    await runner.stop();
  }
  const failed = async () => (await shop.call('console.jobs', owner, { query: { state: 'failed' } })).items;

  test('what fails for the last time is listed with its error, and a person runs it again', async () => {
    await kill('hopeless');
    const [letter] = await failed();
    expect(letter).toMatchObject({
      topic: 'refund.send',
      state: 'failed',
      attempts: 11,
      lastError: 'asked to fail',
      payload: { key: 'hopeless' },
    });
    const params = { id: letter?.id ?? '' };
    const replies = await Promise.all(
      [1, 2].map(() => shop.raw('console.job.retry', owner, { params, body: {} })),
    );
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404]);
    expect(await failed()).toEqual([]);

    ran = [];
    failing = () => false;
    expect(await makeRunner().drain()).toBe(1);
    expect(keys()).toEqual(['hopeless']);
    const audit = await shop.call('console.audit', owner, { query: { action: 'job.retry' } });
    expect(audit.items).toMatchObject([
      {
        subjectId: params.id,
        operator: { name: 'owner' },
        before: { state: 'failed' },
        after: { state: 'waiting' },
      },
    ]);
  });

  test('the list is paged, and operators without the right cannot run a job again', async () => {
    await put(...Array.from({ length: 7 }, (_, index) => job(`w${index}`, index * 1_000)));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await shop.call('console.jobs', owner, { query: { limit: 3, cursor } });
      seen.push(...page.items.map(({ payload }) => (payload as { key: string }).key));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['w6', 'w5', 'w4', 'w3', 'w2', 'w1', 'w0']);

    const [first] = (await shop.call('console.jobs', owner)).items;
    const params = { id: first?.id ?? '' };
    const operator = await shop.operator('operator');
    expect((await shop.raw('console.job.retry', operator, { params, body: {} })).status).toBe(403);
    // One that still waits needs nobody's help.
    expect((await shop.raw('console.job.retry', owner, { params, body: {} })).status).toBe(404);
  });
});

test('a worker does not start on a database whose queues it does not know', async () => {
  await shop.rows("update pgboss.queue set name = 'gone' where name = 'refund.check'");
  try {
    await expect(makeRunner().start()).rejects.toThrow('refund.check');
  } finally {
    await shop.rows("update pgboss.queue set name = 'refund.check' where name = 'gone'");
  }
});
