import { text } from 'node:stream/consumers';
import type { OperatorRole } from '@tuanlink/shared/states';
import { rolePermissions } from '@tuanlink/shared/states';
import { createWorker } from '../app.js';
import { Operators } from '../domains/staff/operators.service.js';
import { loadConfig } from '../infra/config.js';
import { Database } from '../infra/database/database.js';
import { Log } from '../infra/log.js';

const USAGE = `usage: node server/dist/cli/operator.js <user name> <role> [name] < password
  role: ${Object.keys(rolePermissions).join(', ')}
  The password is read from standard input, at least 12 characters. An operator that exists gets this role and
  password, and all their sessions end.`;

const PASSWORD_LENGTH_MIN = 12;

/**
 * Makes an operator, or gives one another password: how a new shop gets its owner, and how somebody locked
 * out gets in again. Exit code 1 and the usage when something is missing.
 */
async function main(): Promise<void> {
  const [username = '', role = '', name = username] = process.argv.slice(2);
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (username === '' || !Object.hasOwn(rolePermissions, role) || password.length < PASSWORD_LENGTH_MIN) {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 1;
    return;
  }
  const app = await createWorker({ config: loadConfig(), log: new Log('warn') });
  const input = { username, name, role: role as OperatorRole, password };
  const operators = app.get(Operators, { strict: false });
  const done = await app.get(Database).tx(async (tx) => {
    if (await operators.resetOperator(tx, input)) {
      return 'changed';
    }
    await operators.createOperator(tx, { ...input, demo: false });
    return 'made';
  });
  await app.close();
  process.stdout.write(`operator ${username} (${role}) ${done}\n`);
}

await main();
