import type { HealthReply } from '@tuanlink/shared/replies';
import { Readiness } from '../infra/readiness.js';
import { Api, Bind } from './http/bind.js';
import { HttpAnswer } from './http/raw-json.js';

function unlessStarting(health: HealthReply): HealthReply {
  if (health.status === 'starting') throw new HttpAnswer(503, health);
  return health;
}

/** Tells machines whether the shop serves: 200, or 503 with the parts that are not there yet. */
@Api()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Bind('health')
  async health(): Promise<HealthReply> {
    return unlessStarting(await this.readiness.check());
  }
}
