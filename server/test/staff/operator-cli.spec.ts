import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { TestShop } from '../support/shop.js';

const program = path.resolve(import.meta.dirname, '../../dist/cli/operator.js');

describe('the program that makes operators', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await TestShop.open();
  });

  afterAll(() => shop.close());

  async function run(password: string, ...args: string[]) {
    const child = spawn(process.execPath, [program, ...args], {
      env: {
        ...process.env,
        DATABASE_URL: shop.database.appUrl,
        TUANLINK_DATA_DIR: shop.config.dataDir,
        WECHAT_SANDBOX_CONFIG: path.join(shop.config.dataDir, 'client.json'),
        SANDBOX_URL: shop.sandbox.url,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(`${password}\n`);
    const [out, problem, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => {
        child.once('exit', resolve);
      }),
    ]);
    return { out, problem, code };
  }

  const login = (password: string) => shop.raw('console.login', {}, { body: { username: 'mei', password } });

  it('makes one, who can log in', async () => {
    expect(await run('a long password', 'mei', 'finance', '梅姐')).toMatchObject({
      code: 0,
      out: 'operator mei (finance) made\n',
    });
    const reply = await login('a long password');
    expect(reply.body).toMatchObject({ operator: { name: '梅姐', role: 'finance' }, demoPassword: false });
  });

  it('gives another password and ends the sessions of the old one', async () => {
    const before = await login('a long password');
    const cookie = before.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await run('another password', 'MEI', 'owner')).toMatchObject({
      code: 0,
      out: 'operator MEI (owner) changed\n',
    });
    expect((await shop.raw('console.session', { cookie })).status).toBe(401);
    expect((await login('a long password')).status).toBe(401);
    expect((await login('another password')).body).toMatchObject({ operator: { role: 'owner' } });
  });

  it.each([
    ['a short password', 'short', ['mei', 'owner']],
    ['an unknown role', 'a long password', ['mei', 'king']],
    ['no name', 'a long password', []],
  ])('refuses %s', async (_, password, args) => {
    const { code, problem } = await run(password, ...args);
    expect(code).toBe(1);
    expect(problem).toContain('usage:');
  });
});
