/** Notices: sealed, signed, sent, and sent again on WeChat's schedule until they are acknowledged. */
import crypto from 'node:crypto';
import { sealGcm } from '../crypto.js';
import type { NoticeKind, NoticeRecord } from '../state.js';
import type { Change } from '../store.js';
import { rfc3339 } from '../text.js';
import type { World } from '../world.js';
import { noticeContent } from './notice-content.js';
import { signatureHeaders } from './signature.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before the second and every later attempt: 15 attempts more, about 24 h in total. */
export const RETRY_MS: readonly number[] = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
];

/** Time the receiver has to answer, in ms. */
const ANSWER_MS_MAX = 5 * SECOND;

/** A notice that is to swap places waits at most this long for the next one, in ms. */
const REORDER_MS_MAX = 2 * SECOND;

/** Attempts under way at the same time; more wait their turn before their 5 s begin. */
const IN_FLIGHT_MAX = 64;

/** Outcome of one attempt: the HTTP status, or 0 when no answer came. */
export interface Attempt {
  id: string;
  eventType: string;
  status: number;
}

/** Sends notices for one sandbox. */
export class Notices {
  private readonly swapping = new Set<string>();
  private readonly waiting: (() => void)[] = [];
  private inFlight = 0;
  private stopped = false;

  /** The world is given afterwards because it contains this object. */
  private world: World | null = null;

  /** Takes up the world and every notice that was still under way when the sandbox stopped. */
  resume(world: World): void {
    this.world = world;
    for (const notice of world.store.table('notices').values()) {
      if (notice.state === 'pending') this.schedule(notice);
    }
  }

  /** Sends nothing more. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Makes a notice and decides its fate by the fault plan. The change belongs in the same commit as what it
   * tells about; call `release` with it when that commit is safe.
   */
  prepare(kind: NoticeKind, ref: string, outNo: string, eventType: string, url: string): NoticeRecord {
    const { faults, clock } = this.inWorld();
    const { notice: plan } = faults.plan;
    const stream = `notice ${eventType}`;
    const held = faults.happens(`${stream} hold`, plan.holdUntilReplay);
    const dropped = faults.happens(`${stream} drop`, plan.drop);
    const now = clock.now();
    return {
      id: crypto.randomUUID(),
      kind,
      ref,
      outNo,
      eventType,
      url,
      createdAt: now,
      state: held ? 'held' : dropped ? 'dropped' : 'pending',
      attempts: 0,
      nextAt: now + faults.delay(`${stream} delay`, plan.delayMsMax),
      copies: faults.happens(`${stream} duplicate`, plan.duplicate) ? 1 : 0,
    };
  }

  /** Lets a committed notice go out. */
  release(notice: NoticeRecord): void {
    const { faults, store } = this.inWorld();
    if (notice.state !== 'pending') return;
    const overtaken = [...this.swapping];
    this.swapping.clear();
    if (faults.happens(`notice ${notice.eventType} reorder`, faults.plan.notice.reorder)) {
      const later = { ...notice, nextAt: notice.nextAt + REORDER_MS_MAX };
      store.commitLater([['notices', later.id, later]]);
      this.swapping.add(later.id);
      this.schedule(later);
    } else {
      this.schedule(notice);
    }
    for (const id of overtaken) {
      const earlier = store.get('notices', id);
      if (earlier) this.schedule({ ...earlier, nextAt: Math.min(earlier.nextAt, notice.nextAt + 50) });
    }
  }

  /**
   * Sends the notices of an order, a refund or a transfer once more, whatever became of them, and waits for
   * the answers (at most 5 s). Fault plans do not touch a replay. Resolves empty when there are none.
   */
  async replay(outNo: string): Promise<Attempt[]> {
    const { store } = this.inWorld();
    const found = [...store.table('notices').values()].filter(
      (notice) => notice.outNo === outNo || notice.ref === outNo,
    );
    return Promise.all(found.map((notice) => this.attempt(notice.id)));
  }

  private inWorld(): World {
    if (!this.world) throw new Error('notices were used before the sandbox was ready');
    return this.world;
  }

  private schedule(notice: NoticeRecord): void {
    const { clock, store } = this.inWorld();
    const attempts = notice.attempts;
    clock.schedule(notice.nextAt, () => {
      const now = store.get('notices', notice.id);
      // An entry that was overtaken by a replay or by another schedule entry has nothing left to do.
      if (!now || now.state !== 'pending' || now.attempts !== attempts) return;
      this.swapping.delete(now.id);
      const sent = { ...now, attempts: now.attempts + 1, copies: 0 };
      store.commitLater([['notices', sent.id, sent]]);
      for (let copy = 0; copy <= now.copies; copy++) void this.attempt(now.id);
    });
  }

  private async attempt(id: string): Promise<Attempt> {
    const { store } = this.inWorld();
    const notice = store.get('notices', id);
    if (!notice) throw new Error(`there is no notice ${id}`);
    await this.enter();
    const status = await this.send(notice);
    this.leave();
    if (!this.stopped) this.settle(id, status);
    return { id, eventType: notice.eventType, status };
  }

  private settle(id: string, status: number): void {
    const { store, clock } = this.inWorld();
    const notice = store.get('notices', id);
    if (!notice || notice.state === 'delivered') return;
    if (status === 200 || status === 204) {
      store.commitLater([['notices', id, { ...notice, state: 'delivered' }]]);
      return;
    }
    // A failed replay of a held or dropped notice puts it on the ordinary schedule from there on.
    const attempts = Math.max(notice.attempts, 1);
    const wait = RETRY_MS[attempts - 1];
    const next: NoticeRecord =
      wait === undefined
        ? { ...notice, attempts, state: 'given_up' }
        : { ...notice, attempts, state: 'pending', nextAt: clock.now() + wait };
    const change: Change = ['notices', id, next];
    store.commitLater([change]);
    if (next.state === 'pending') this.schedule(next);
  }

  private async send(notice: NoticeRecord): Promise<number> {
    const world = this.inWorld();
    const content = noticeContent(world, notice);
    const resource = sealGcm(world.config.apiV3Key, JSON.stringify(content.plain), content.originalType);
    const body = JSON.stringify({
      id: notice.id,
      create_time: rfc3339(notice.createdAt),
      resource_type: 'encrypt-resource',
      event_type: notice.eventType,
      summary: content.summary,
      resource: { original_type: content.originalType, ...resource },
    });
    try {
      const response = await fetch(notice.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'Mozilla/4.0',
          ...(await signatureHeaders(world, body)),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  private async enter(): Promise<void> {
    if (this.inFlight >= IN_FLIGHT_MAX) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.inFlight += 1;
  }

  /** Hands the place on to the next one that waits. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.inFlight -= 1;
  }
}
