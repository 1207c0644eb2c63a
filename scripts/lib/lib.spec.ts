import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashFiles, inOrder } from './build.mjs';
import { firstMissing, requireNode } from './install.mjs';
import { isAlive, tryLock, unlock } from './lock.mjs';
import { fromRoot } from './paths.mjs';
import { freePort } from './ports.mjs';
import { readSettings, serviceEnv } from './settings.mjs';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tuanlink-lib-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** Waits until something holds. */
async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await sleep(20)) {
    if (Date.now() > end) throw new Error('it did not come true within 10 s');
  }
}

describe('free ports', () => {
  it('are below those of outgoing connections, differ, and are not ones that somebody listens on', async () => {
    const first = await freePort();
    const taken = net.createServer().listen(first + 1, '127.0.0.1');
    await once(taken, 'listening');
    const others = [await freePort(), await freePort()];
    taken.close();
    expect(new Set([first, first + 1, ...others]).size).toBe(4);
    expect(Math.min(first, ...others)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(first, ...others)).toBeLessThan(32_768);
  });
});

describe('the version of Node', () => {
  it.each(['18.20.0', '20.18.3', '6.0.0'])('%s is too old, and told so', (version) => {
    expect(() => requireNode(version)).toThrow(`needs Node 20.19 or newer; this is Node ${version}`);
  });

  it.each(['20.19.0', '21.0.0', '24.1.0'])('%s will do', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});

describe('installing', () => {
  const wanted = {
    '': {},
    shared: { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
    'node_modules/@tuanlink/shared': { link: true },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  };
  const installed = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
  };

  it('is not needed when all is there', () => {
    expect(firstMissing(wanted, installed)).toBeUndefined();
  });

  it('is needed on a fresh machine, and when a version differs', () => {
    const older = { ...installed, 'node_modules/a/node_modules/b': { version: '1.9.0' } };
    expect(firstMissing(wanted, undefined)).toBe('node_modules/a');
    expect(firstMissing(wanted, older)).toBe('node_modules/a/node_modules/b');
  });
});

describe('building', () => {
  it('puts first what others need, once', () => {
    expect(inOrder(['server', 'h5', 'console'])).toEqual(['shared', 'server', 'h5', 'console']);
  });

  it('notices content, names and salt, but not specs', () => {
    const inFolder = () => hashFiles([path.relative(fromRoot(), folder)]);
    fs.writeFileSync(path.join(folder, 'a.ts'), '1');
    const first = inFolder();
    fs.writeFileSync(path.join(folder, 'a.spec.ts'), '1');
    expect(inFolder()).toBe(first);
    fs.writeFileSync(path.join(folder, 'a.ts'), '2');
    const second = inFolder();
    fs.renameSync(path.join(folder, 'a.ts'), path.join(folder, 'b.ts'));
    expect(new Set([first, second, inFolder(), hashFiles([], 'salt'), hashFiles([])]).size).toBe(5);
  });
});

describe('a lock', () => {
  it('is ours, then another’s, then free again when that one is gone', async () => {
    const file = path.join(folder, 'lock');
    expect(tryLock(file)).toBe(0);
    expect(tryLock(file)).toBe(0);
    unlock(file);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = Number(other.pid);
    fs.writeFileSync(file, String(pid));
    expect(tryLock(file)).toBe(pid);
    other.kill('SIGKILL');
    await until(() => !isAlive(pid));
    expect(tryLock(file)).toBe(0);
  });
});

describe('guarded children', () => {
  it('end with their parent, also when it is killed', async () => {
    const pidFile = path.join(folder, 'pid');
    const library = JSON.stringify(fromRoot('scripts/lib/children.mjs'));
    const program = `import { spawnGuarded } from ${library};
      import fs from 'node:fs';
      const child = spawnGuarded(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      fs.writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
    await until(() => fs.existsSync(pidFile) && fs.readFileSync(pidFile, 'utf8') !== '');
    const child = Number(fs.readFileSync(pidFile, 'utf8'));
    await sleep(200); // the order to the watchdog is on its way
    expect(isAlive(child)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(child));
  });
});

describe('settings of npm start', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      sandboxPort: 3900,
      host: '127.0.0.1',
      reachable: '127.0.0.1',
      dataDir: fromRoot('.data'),
      database: undefined,
      sandbox: true,
      seed: 'demo',
    });
  });

  it.each([
    [{ PORT: '70000' }, 'PORT must be a port'],
    [{ SANDBOX_PORT: 'x' }, 'SANDBOX_PORT must be a port'],
    [{ DATABASE_URL: 'postgres://a@b/c' }, 'Set both DATABASE_URL'],
    [{ TUANLINK_SEED: 'big' }, 'TUANLINK_SEED must be none or demo'],
  ])('are refused: %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(message);
  });

  it('leave the sandbox and its clock out when the real WeChat is configured', () => {
    const env = { WECHAT_APPID: 'wx1', HOST: '0.0.0.0', PUBLIC_URL: 'https://shop.example' };
    const settings = readSettings(env);
    expect(settings.sandbox).toBe(false);
    const passedOn = serviceEnv(settings, { url: 'postgres://a@b/c', ownerUrl: 'postgres://o@b/c' }, env);
    expect(passedOn).toMatchObject({ ...env, DATABASE_URL: 'postgres://a@b/c', TUANLINK_SEED: 'demo' });
    expect(passedOn).not.toHaveProperty('TUANLINK_CLOCK');
    expect(passedOn).not.toHaveProperty('SANDBOX_URL');
  });
});

describe('npm start', () => {
  it('names the port that is taken, and starts nothing', () => {
    const server = spawnSync(
      process.execPath,
      [
        '-e',
        `const net = require('node:net');
         const { spawnSync } = require('node:child_process');
         const server = net.createServer().listen(0, '127.0.0.1', () => {
           const port = String(server.address().port);
           const env = { ...process.env, PORT: port, TUANLINK_DATA_DIR: ${JSON.stringify(folder)} };
           const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], { env });
           console.log(JSON.stringify({ port, status, text: String(stderr) }));
           server.close();
         });`,
      ],
      { cwd: fromRoot(), encoding: 'utf8' },
    );
    const { port, status, text } = JSON.parse(server.stdout) as {
      port: string;
      status: number;
      text: string;
    };
    expect(status).toBe(1);
    expect(text).toContain(`Port ${port} on 127.0.0.1 is used by another program.`);
    expect(text).toContain(`PORT=${Number(port) + 1} npm start`);
    expect(fs.existsSync(path.join(folder, 'postgres'))).toBe(false);
  });
});
