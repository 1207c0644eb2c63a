import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OperatorRole } from '@tuanlink/shared/states';
import { StaffModule } from '../../domains/staff/staff.module.js';
import { Operators } from '../../domains/staff/operators.service.js';
import { entities } from '../../entities.js';
import type { Config, MigrationConfig } from '../../infra/config.js';
import { Database } from '../../infra/database/database.js';
import { Heartbeats } from '../../infra/heartbeats.js';
import { Ids } from '../../infra/ids.js';
import { InfraModule } from '../../infra/infra.module.js';
import type { Log } from '../../infra/log.js';
import { migrations } from '../../migrations/index.js';
import { DemoClient } from './demo-client.js';
import { look, markBegun, markDone, startOver } from './demo-mark.js';
import { DemoClock, TimeMachine } from './demo-time.js';
import { People } from './people.js';
import { demoProducts } from './products.js';
import { STORY_MS, Story } from './story.js';

/** Published: the shop warns until it is changed, and production refuses it. */
const DEMO_PASSWORD = 'tuanlink-demo';

/** API and worker follow the sandbox's clock within a second, however far it is moved. */
const FOLLOW_MS = 1_200;

const operators: { username: OperatorRole; name: string }[] = [
  { username: 'owner', name: '演示店主' },
  { username: 'operator', name: '演示运营' },
  { username: 'finance', name: '演示财务' },
  { username: 'auditor', name: '演示审计' },
];

/** Whether the demo shop was made, or why not. */
export type SeedResult = 'made' | 'in use';

/** What the seed is made of: the way to the database, and the people who run the shop. */
@Module({ imports: [StaffModule] })
class SeedModule {}

/** The origin under which the API answers on this machine. */
function apiUrl({ host, port }: Config): string {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** What the seed needs. */
export interface SeedOptions {
  config: Config;
  /** Logins for emptying a shop whose demo was never finished; asked for only then. */
  migration: () => MigrationConfig;
  log: Log;
  /** Told each step in a few words. */
  say: (line: string) => void;
}

/**
 * Fills an empty shop with the demo, over HTTP as clients do, with API, worker and WeChat sandbox running.
 * A shop that is in use stays as it is; one whose demo was never finished is emptied and filled again.
 * @throws an error in production, without the sandbox or a movable clock, when an unfinished demo holds things
 *   that are not the demo's, and when a step fails; the next run then starts over
 */
export async function seedDemo({ config, migration, log, say }: SeedOptions): Promise<SeedResult> {
  if (config.production) throw new Error('Production is never given a demo shop');
  const clock = new DemoClock();
  const context = await openContext(config, log, clock);
  try {
    const database = context.get(Database);
    const heartbeats = context.get(Heartbeats);
    const titles = Object.values(demoProducts).map(({ title }) => title);
    const found = await look(database, heartbeats, titles);
    if (found === 'in use') {
      await markDone(heartbeats);
      return 'in use';
    }
    if (found === 'unfinished and changed') {
      throw new Error(
        'An earlier start did not finish the demo shop, and it holds other things by now. ' +
          'Start with TUANLINK_SEED=none to keep it, or with another TUANLINK_DATA_DIR.',
      );
    }
    if (config.sandboxUrl === null || config.clock !== 'movable') {
      throw new Error('The demo shop needs the WeChat sandbox and TUANLINK_CLOCK=movable');
    }
    if (found === 'unfinished') {
      say('an earlier start did not finish the demo shop: starting over');
      await startOver(migration(), log);
    }
    await markBegun(heartbeats);
    const client = new DemoClient(apiUrl(config), config.sandboxUrl);
    await fill({ client, clock, database, operators: context.get(Operators), ids: context.get(Ids), say });
    await markDone(heartbeats);
    return 'made';
  } finally {
    await context.close();
  }
}

/** Database, ids and operators, at the seed's own time. */
function openContext(config: Config, log: Log, clock: DemoClock): Promise<INestApplicationContext> {
  const migrationNames = migrations.map(({ name }) => name);
  const infra = { config, log, clock, applicationName: 'tuanlink-seed', entities, migrationNames };
  return NestFactory.createApplicationContext(
    { module: SeedModule, imports: [InfraModule.with(infra)] },
    { abortOnError: false, logger: log },
  );
}

interface Tools {
  client: DemoClient;
  clock: DemoClock;
  database: Database;
  operators: Operators;
  ids: Ids;
  say: (line: string) => void;
}

/** Goes back in time, tells the story, and is in the present again, also after a failure. */
async function fill(tools: Tools): Promise<void> {
  const { client, clock, say } = tools;
  say('three weeks back');
  try {
    clock.offsetMs = -STORY_MS;
    await client.sandbox('PUT', '/sandbox/clock', { offsetMs: clock.offsetMs });
    await tellStory(tools);
  } finally {
    await client.sandbox('PUT', '/sandbox/clock', { offsetMs: 0 });
  }
}

async function tellStory({ client, clock, database, operators: staff, ids, say }: Tools): Promise<void> {
  const people = new People(client, ids);
  await database.tx(async (tx) => {
    for (const { username, name } of operators) {
      const role = username;
      await staff.createOperator(tx, { username, name, role, password: DEMO_PASSWORD, demo: true });
    }
  });
  // A worker still in the present would take all that is about to be planned for overdue.
  await sleep(FOLLOW_MS);
  const distributor = await people.arrive('团长小满');
  const time = new TimeMachine(client, clock, database, () => people.login(distributor));
  await time.moveTo(-STORY_MS);
  const operator = await client.operator('operator', DEMO_PASSWORD);
  await new Story({ client, time, people, operator, say }, distributor).tell();
  await client.call('console.logout', operator);
}
