import { Injectable } from '@nestjs/common';
import type { CreateShareBody, RecordVisitBody } from '@tuanlink/shared/dto';
import type { ShareReply, VisitReply } from '@tuanlink/shared/replies';
import { ShareService } from '../../domains/sharing/share.service.js';
import { Refusal } from '../../infra/refusal.js';
import { ShareQueries } from './share-facts.queries.js';

/** Passing something on, and opening what was passed on. */
@Injectable()
export class ShareFlow {
  constructor(
    private readonly facts: ShareQueries,
    private readonly shares: ShareService,
  ) {}

  /** Makes a link to something that is there. @throws Refusal `not_found` */
  async share(userId: string, body: CreateShareBody): Promise<ShareReply> {
    const wanted = { kind: body.target.kind, id: body.target.id.toLowerCase() };
    const { target, parent } = await this.facts.facts(userId, wanted, body.parentToken);
    if (target === null) throw new Refusal('not_found');
    return this.shares.create(userId, target, body.channel, parent);
  }

  /** @param userId the reader, when logged in; else the visit is the visitor's */
  visit(userId: string | undefined, body: RecordVisitBody): Promise<VisitReply> {
    const visitor = userId === undefined ? { visitorId: body.visitorId } : { userId };
    return this.shares.visit(body.token, visitor, body.scene);
  }
}
