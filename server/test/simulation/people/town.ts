import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Chance } from '../kernel/chance.js';
import type { Scheduler } from '../kernel/scheduler.js';
import { noticePaths } from '../../../src/infra/wechat/wechat.config.js';
import { exchange } from '../shop/loopback.js';
import { ConnectionLost, type Process } from '../shop/process.js';
import type { NoticeKind } from '../wechat/post.js';
import type { Wechat } from '../wechat/wechat.js';
import { Client } from './client.js';

const WECHATS_ADDRESS = '10.255.0.1';

/** Something that can be bought alone or in a group. */
export interface Offer {
  name: string;
  productId: string;
  skuId: string;
  campaignId: string;
  soloFen: number;
  groupFen: number;
  size: number;
  windowMinutes: number;
  stock: number;
  perUserLimit?: number;
}

/** A link that somebody posted in a chat. */
export interface Link {
  token: string;
  offer: Offer;
  /** The group it leads to; absent for a link to the product. */
  groupId?: string;
  atMs: number;
}

/** An order that the shop said it had taken. */
export interface Acknowledged {
  orderId: string;
  userId: string;
  requestId: string;
  payFen: number;
}

/** What everybody knows of one another, and what was seen to happen. */
export class Town {
  readonly offers: Offer[] = [];
  readonly links: Link[] = [];
  readonly orders: Acknowledged[] = [];
  /** How often each remarkable thing happened, as far as clients could see. */
  readonly seen = new Map<string, number>();

  constructor(
    readonly scheduler: Scheduler,
    readonly api: Process<NestFastifyApplication>,
    readonly wechat: Wechat,
    readonly mchid: string,
    /** When operators go home. */
    readonly closing: Date,
  ) {}

  /** Brings a notice to the shop's address for its kind; the status it is answered with, 0 for no answer. */
  async deliver(
    kind: NoticeKind,
    name: string,
    body: string,
    headers: Record<string, string>,
    chance: Chance,
  ): Promise<number> {
    try {
      return await this.api.run(`${kind} notice ${name}`, chance.of('at the shop'), {}, async (app) => {
        const reply = await exchange(app.getHttpServer() as Server, {
          method: 'POST',
          path: noticePaths[kind],
          headers: { 'content-type': 'application/json', ...headers },
          body,
          remoteAddress: WECHATS_ADDRESS,
        });
        return reply.status;
      });
    } catch (error) {
      if (error instanceof ConnectionLost) return 0;
      throw error;
    }
  }

  /** Notes something remarkable. */
  note(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  client(name: string, chance: Chance): Client {
    const address = ['10', ...[1, 2, 3].map(() => String(chance.integer(1, 250)))].join('.');
    return new Client(this.scheduler, this.api, name, chance.of('network'), address);
  }

  /** Links that were posted lately, the newest first. */
  recentLinks(offer: Offer, withinMs: number): Link[] {
    const from = this.scheduler.now().getTime() - withinMs;
    return this.links.filter((link) => link.offer === offer && link.atMs >= from).reverse();
  }
}
