import { Injectable } from '@nestjs/common';
import { ShareQueries } from '../../flows/sharing/share-facts.queries.js';
import { ShareLinks } from '../http/share-links.js';

/** Share links as they are stored. */
@Injectable()
export class StoredShareLinks extends ShareLinks {
  constructor(private readonly shares: ShareQueries) {
    super();
  }

  pathOf(token: string): Promise<string | null> {
    return this.shares.pathOf(token);
  }
}
