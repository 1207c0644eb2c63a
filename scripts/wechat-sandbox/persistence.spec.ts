/** What was acknowledged outlives the process, also one that is killed at work. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { SandboxConfig } from './config.js';
import { startSandbox } from './sandbox.js';
import { Bench, number32, until } from './spec-support.js';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'wechat-sandbox-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const readClient = () =>
  JSON.parse(fs.readFileSync(path.join(dir, 'wechat-sandbox/client.json'), 'utf8')) as SandboxConfig;

describe('a restart', () => {
  it('keeps keys, users, money, clock, faults and what was still to be sent', async () => {
    const before = await Bench.start({ dataDir: dir });
    const { notifyUrl } = before;
    await before.call('PUT', '/sandbox/clock', { offsetMs: 5000 });
    const paid = await before.paid();
    await before.call('PUT', '/sandbox/faults', { refunds: 'hold', notice: { holdUntilReplay: true } });
    await before.refund({ out_trade_no: paid.no, notify_url: notifyUrl });
    const { prepayId } = await before.prepay(paid.openid);
    const { body } = await before.call('POST', `/sandbox/users/${paid.openid}/login-code`, {});
    const lists = ['users', 'payments', 'refunds'];
    const held = await Promise.all(lists.map((list) => before.items(list)));
    const { apiBaseUrl: _a, payBaseUrl: _b, ...identity } = before.sandbox.config;
    const mode = fs.statSync(path.join(dir, 'wechat-sandbox/client.json')).mode & 0o777;
    expect(mode).toBe(0o600);
    await before.stop();

    const after = await Bench.start({ dataDir: dir });
    expect(after.sandbox.config).toMatchObject(identity);
    expect(readClient()).toEqual(after.sandbox.config);
    expect(await Promise.all(lists.map((list) => after.items(list)))).toEqual(held);
    expect((await after.call('GET', '/sandbox/clock')).body).toMatchObject({ offsetMs: 5000 });
    expect((await after.call('GET', '/sandbox/faults')).body).toMatchObject({ refunds: 'hold' });
    const { appid, appSecret: secret } = after.sandbox.config;
    const query = new URLSearchParams({
      appid,
      secret,
      js_code: String(body['code']),
      grant_type: 'authorization_code',
    });
    expect((await after.call('GET', `/sns/jscode2session?${query}`)).body).toMatchObject({
      openid: paid.openid,
    });
    expect(await after.pay(prepayId, paid.openid)).toMatchObject({ status: 200 });
    // The held refund is decided by the plan that comes after the restart.
    await after.call('PUT', '/sandbox/faults', {});
    await until(async () => (await after.items('refunds'))[0]?.['state'] === 'SUCCESS');
    await after.stop();
  });

  it('sends a notice that nobody took before', async () => {
    const before = await Bench.start({ dataDir: dir });
    before.answerWith = 500;
    const { no } = await before.paid({ notify_url: before.notifyUrl });
    await until(() => before.received.length === 1);
    await until(async () => Number((await before.items('notices'))[0]?.['attempts']) === 1);
    const [notice] = await before.items('notices');
    await before.sandbox.close();
    before.answerWith = 204;
    const again = await startSandbox({ port: 0, dataDir: dir });
    const clock = { method: 'PUT', body: JSON.stringify({ offsetMs: 15_000 }) };
    await fetch(`${again.url}/sandbox/clock`, clock);
    await until(() => before.received.length === 2);
    expect(before.received[1]).toMatchObject({
      id: notice?.['id'],
      genuine: true,
      plain: { out_trade_no: no },
    });
    await again.close();
    await before.stop();
  });

  it('refuses a directory that is in use', async () => {
    const first = await startSandbox({ port: 0, dataDir: dir });
    await expect(startSandbox({ port: 0, dataDir: dir })).rejects.toThrow('already uses');
    await first.close();
  });
});

describe('main, killed with -9 while it takes payments', () => {
  let program: string;
  beforeEach(() => {
    program = path.join(dir, 'wechat-sandbox-main.cjs');
    const entryPoints = [path.resolve('scripts/wechat-sandbox/main.ts')];
    buildSync({
      entryPoints,
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
    });
  });

  const start = async (): Promise<{ child: ChildProcess; bench: Caller }> => {
    const env = { ...process.env, SANDBOX_PORT: '0', HOST: '127.0.0.1' };
    const child = spawn(process.execPath, [program, dir], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(() => /ready at http/.test(said), 10_000);
    return { child, bench: new Caller(readClient().apiBaseUrl) };
  };

  it('forgets no acknowledged user, payment or clock', async () => {
    const acknowledged = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const { child, bench } = await start();
      const kept = new Set(await bench.openids());
      for (const openid of acknowledged) expect(kept.has(openid)).toBe(true);
      let alive = true;
      const work = Array.from({ length: 8 }, async () => {
        while (alive) {
          const openid = await bench.createUser().catch(() => null);
          if (openid !== null) acknowledged.add(openid);
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 150 + round * 40));
      const dead = once(child, 'exit');
      child.kill('SIGKILL');
      await dead;
      alive = false;
      await Promise.all(work);
    }
    const { child, bench } = await start();
    const kept = new Set(await bench.openids());
    expect(acknowledged.size).toBeGreaterThan(10);
    expect([...acknowledged].filter((openid) => !kept.has(openid))).toEqual([]);
    const second = spawn(process.execPath, [program, path.join(dir, 'wechat-sandbox')], {
      env: { ...process.env, SANDBOX_PORT: '0' },
    });
    let complaint = '';
    second.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    expect(await once(second, 'exit')).toEqual([1, null]);
    expect(complaint).toContain(`process id ${child.pid} already uses`);
    const dead = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await dead).toEqual([0, null]);
  });
});

/** The few control calls that the killed program gets. */
class Caller {
  constructor(private readonly url: string) {}

  async createUser(): Promise<string> {
    const body = JSON.stringify({ nickname: number32() });
    const response = await fetch(`${this.url}/sandbox/users`, { method: 'POST', body });
    return ((await response.json()) as { openid: string }).openid;
  }

  async openids(): Promise<string[]> {
    const response = await fetch(`${this.url}/sandbox/users`);
    return ((await response.json()) as { items: { openid: string }[] }).items.map((item) => item.openid);
  }
}
