import { Injectable } from '@nestjs/common';
import { Config } from '../../infra/config.js';
import { Refusal } from '../../infra/refusal.js';
import type { ApiRequest } from './request.js';

/**
 * Keeps other sites from using an operator's browser: a request that says it comes from elsewhere is
 * refused. Programs, which say nothing, are not affected.
 */
@Injectable()
export class OriginCheck {
  constructor(private readonly config: Config) {}

  /** @throws Refusal `auth.foreign_origin` */
  check(request: ApiRequest): void {
    const site = request.headers['sec-fetch-site'];
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (foreignSite || !this.isOwn(request.headers.origin, request.headers.host)) {
      throw new Refusal('auth.foreign_origin');
    }
  }

  private isOwn(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || origin === this.config.publicUrl) return true;
    // On one machine the shop is reached as localhost as well as by its public address.
    if (this.config.production || !URL.canParse(origin)) return false;
    const { protocol, host: originHost } = new URL(origin);
    return protocol === 'http:' && originHost === host;
  }
}
