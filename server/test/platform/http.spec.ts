import { jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import sharp from 'sharp';
import { createApp } from '../../src/app.js';
import { Log } from '../../src/infra/log.js';
import { type Buyer, type Caller, TestShop, anAddress } from '../support/shop.js';

jest.setTimeout(60_000);

const faces = mkdtempSync(path.join(tmpdir(), 'tuanlink-faces-'));
let shop: TestShop;
/** A second API on the same shop, with faces and with its log in hand. */
let api: NestFastifyApplication;
let url: string;
let buyer: Buyer;
let owner: Caller;
const lines: string[] = [];

function face(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(faces, name)), { recursive: true });
  writeFileSync(path.join(faces, name), text);
}

beforeAll(async () => {
  shop = await TestShop.open();
  [buyer, owner] = [await shop.buyer('买家'), await shop.operator('owner')];
  face('h5/index.html', '<script>boot()</script><p>shop</p>');
  face('h5/js/app.1a2b3c4d.js', 'app()');
  face('h5/icon.png', 'icon');
  face('console/index.html', '<p>console</p>');
  face('secret.txt', 'outside of all faces');
  const config = {
    ...shop.config,
    webH5Dir: path.join(faces, 'h5'),
    webConsoleDir: path.join(faces, 'console'),
    logLevel: 'info' as const,
  };
  api = await createApp({ config, clock: shop.clock, log: new Log('info', (line) => lines.push(line)) });
  await api.listen(0, '127.0.0.1');
  url = await api.getUrl();
});
afterAll(async () => {
  await api.close();
  await shop.close();
  rmSync(faces, { recursive: true });
});

/** Any request; what came back, with its text. */
async function send(method: string, target: string, init: RequestInit = {}) {
  const reply = await fetch(`${url}${target}`, { method, redirect: 'manual', ...init });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}
const json = (caller: Caller, body: string | undefined, more: Record<string, string> = {}): RequestInit => ({
  headers: {
    'content-type': 'application/json',
    ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
    ...(caller.cookie !== undefined && { cookie: caller.cookie }),
    ...more,
  },
  body,
});
const ID = '018f4e2a-0000-7000-8000-000000000001';

describe('bad bodies', () => {
  const address = JSON.stringify(anAddress('Li'));
  test.each([
    ['broken JSON', '{"name":', 'json'],
    ['a list', '[]', 'object'],
    ['null', 'null', 'object'],
    ['a text', '"x"', 'object'],
    ['a NUL', address.replace('Li', 'L\\u0000'), 'text'],
    ['half a surrogate pair', address.replace('Li', '\\ud83d'), 'text'],
    ['a prototype', `{"__proto__":{"isAdmin":true},${address.slice(1)}`, 'name'],
    ['endless nesting', `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, expect.any(String)],
    ['an unknown field', `{"balanceFen":1,${address.slice(1)}`, 'unknown'],
    ['a number for a text', address.replace('"Li"', '5'), expect.any(String)],
  ])('%s is refused by name', async (_, body, rule) => {
    const { status, text } = await send('POST', '/api/shop/addresses', json(buyer, body));
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      code: 'request.invalid',
      detail: { errors: [{ path: expect.any(String), rule }] },
    });
  });

  test('bytes that are no UTF-8 are refused', async () => {
    const body = Buffer.from(address.replace('Li', 'L\u00ff'), 'latin1');
    const init = { ...json(buyer, undefined), body };
    expect((await send('POST', '/api/shop/addresses', init)).status).toBe(400);
  });

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'application/xml', 'nonsense'])(
    'a body of type %s is refused',
    async (type) => {
      const init = json(buyer, address, { 'content-type': type });
      const { status, text } = await send('POST', '/api/shop/addresses', init);
      expect([status, JSON.parse(text)]).toMatchObject([400, { code: 'request.invalid' }]);
    },
  );

  test('more than a megabyte is too large', async () => {
    const body = JSON.stringify({ ...anAddress('Li'), detail: 'x'.repeat(1_100_000) });
    const { status, text } = await send('POST', '/api/shop/addresses', json(buyer, body));
    expect([status, JSON.parse(text)]).toMatchObject([413, { code: 'request.too_large' }]);
  });

  test('who may call is judged before the body, and so is what the path names', async () => {
    const broken = '{';
    expect((await send('POST', '/api/shop/addresses', json({}, broken))).status).toBe(401);
    const operator = await shop.operator('auditor');
    expect((await send('POST', '/api/console/products', json(operator, broken))).status).toBe(403);
    expect((await send('PATCH', '/api/shop/addresses/12', json(buyer, broken))).status).toBe(404);
    expect((await send('PATCH', `/api/shop/addresses/${ID}`, json(buyer, broken))).status).toBe(404);
    const theirs = await shop.buyerWithAddress('别人');
    const target = `/api/shop/addresses/${theirs.addressId}`;
    expect((await send('PATCH', target, json(buyer, broken))).status).toBe(404);
    expect((await send('PATCH', target, json(theirs, broken))).status).toBe(400);
  });
});

describe('addresses that name nothing', () => {
  test.each([
    ['GET', '/api/nothing'],
    ['GET', '/api'],
    ['GET', '/api/shop/orders/%zz'],
    ['GET', `/api/shop/orders/${'1'.repeat(500)}`],
    ['PUT', '/api/shop/orders'],
    ['OPTIONS', '/api/shop/orders'],
    ['GET', '/files/abc.webp'],
    ['GET', `/files/${'0'.repeat(64)}.webp`],
    ['GET', '/files/..%2fsecrets.json'],
    ['GET', '/js/none.js'],
    ['GET', '/..%2fsecret.txt'],
    ['GET', '/%2e%2e/secret.txt'],
    ['GET', '/console/..%2f..%2fsecret.txt'],
    ['GET', '/..%5csecret.txt'],
    ['GET', '/a%00.txt'],
  ])('%s %s is not found', async (method, target) => {
    const { status, text } = await send(method, target, json(buyer, undefined));
    expect([status, JSON.parse(text)]).toMatchObject([404, { code: 'not_found' }]);
  });
});

describe('the web faces', () => {
  test('the buyers’ app is a page whose own scripts may run, asked for anew each time', async () => {
    const { status, text, headers } = await send('GET', '/');
    expect([status, text]).toEqual([200, '<script>boot()</script><p>shop</p>']);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[^']+';/);
  });

  test.each(['/console', '/console/', '/console/orders', `/console/orders/${ID}`])(
    '%s is the console’s page',
    async (target) => {
      expect(await send('GET', target)).toMatchObject({ status: 200, text: '<p>console</p>' });
    },
  );

  test('files named after their content are kept for ever, others are not', async () => {
    const cacheOf = async (target: string) => (await send('GET', target)).headers.get('cache-control');
    expect(await cacheOf('/js/app.1a2b3c4d.js')).toBe('public, max-age=31536000, immutable');
    expect(await cacheOf('/icon.png')).toBe('no-cache');
  });

  test('the app learns where the sandbox is', async () => {
    const { text, headers } = await send('GET', '/env.js');
    expect(text).toBe(`window.__TUANLINK__={"sandboxUrl":"${shop.sandbox.url}"};\n`);
    expect(headers.get('content-type')).toContain('text/javascript');
  });

  test('every reply says that it is not to be guessed or framed', async () => {
    for (const target of ['/', '/api/health', '/api/nothing', '/env.js', '/api/docs']) {
      const { headers } = await send('GET', target);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  test('a dead share link leads to the shop', async () => {
    for (const token of ['0123456789', 'x', '%00']) {
      const { status, headers } = await send('GET', `/s/${token}`);
      expect([status, headers.get('location')]).toEqual([302, '/']);
    }
  });
});

describe('uploads', () => {
  const upload = (content: Buffer | string, caller = owner, field = 'file') => {
    const form = new FormData();
    form.set(field, new Blob([content]), 'picture.png');
    return send('POST', '/api/console/uploads', { headers: { cookie: caller.cookie ?? '' }, body: form });
  };
  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#c33' } });
  const codeOf = ({ status, text }: { status: number; text: string }) => [
    status,
    (JSON.parse(text) as { code: string }).code,
  ];

  test('a picture is kept as WebP of at most 1,600 pixels, without what the camera wrote into it', async () => {
    const jpeg = await picture(3_200, 400)
      .withExif({ IFD0: { Artist: 'Somebody', Copyright: 'Home address' } })
      .jpeg()
      .toBuffer();
    const { status, text } = await upload(jpeg);
    expect(status).toBe(201);
    const { url: file } = JSON.parse(text) as { url: string };
    expect(file).toMatch(/^\/files\/[0-9a-f]{64}\.webp$/);
    const reply = await fetch(`${url}${file}`);
    expect(reply.headers.get('content-type')).toBe('image/webp');
    expect(reply.headers.get('cache-control')).toContain('immutable');
    const content = Buffer.from(await reply.arrayBuffer());
    const { width, height, format, exif } = await sharp(content).metadata();
    expect({ width, height, format, exif }).toEqual({
      width: 1_600,
      height: 200,
      format: 'webp',
      exif: undefined,
    });
  });

  test('the same picture has the same address', async () => {
    const png = await picture(10, 10).png().toBuffer();
    expect((await upload(png)).text).toBe((await upload(png)).text);
  });

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['HTML', '<html><script>alert(1)</script></html>'],
    ['text', 'GIF89a but not really'],
    ['nothing', ''],
  ])('%s is no picture, whatever it is called', async (_, content) => {
    expect(codeOf(await upload(content))).toEqual([400, 'upload.unreadable']);
  });

  test('half a picture is none', async () => {
    const png = await picture(400, 400).png({ compressionLevel: 0 }).toBuffer();
    expect(codeOf(await upload(png.subarray(0, 2_000)))).toEqual([400, 'upload.unreadable']);
  });

  test('a small file that would unfold to a huge picture is refused', async () => {
    const bomb = await picture(12_000, 12_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(5_000_000);
    expect(codeOf(await upload(bomb))).toEqual([400, 'upload.unreadable']);
  });

  test('more than five megabytes is too large', async () => {
    expect(codeOf(await upload(Buffer.alloc(5 * 1024 * 1024 + 1)))).toEqual([413, 'request.too_large']);
  });

  test('what is no form with a file is refused', async () => {
    expect(codeOf(await upload('x', owner, 'other'))).toEqual([400, 'request.invalid']);
    for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=b']) {
      const init = { headers: { cookie: owner.cookie ?? '', 'content-type': type }, body: '{}' };
      expect(codeOf(await send('POST', '/api/console/uploads', init))).toEqual([400, 'request.invalid']);
    }
  });

  test('only operators who keep products may upload', async () => {
    expect(codeOf(await upload('x', {}))).toEqual([401, 'auth.required']);
    expect(codeOf(await upload('x', await shop.operator('finance')))).toEqual([403, 'permission.denied']);
  });
});

describe('limits and logs', () => {
  test('one user may ask 600 times in ten seconds, another one meanwhile too', async () => {
    const many = await shop.buyer('快手');
    const ask = async () => (await send('GET', '/api/shop/me', json(many, undefined))).status;
    const statuses: number[] = [];
    // However long it takes here, to the limits no time passes.
    const start = performance.now();
    const time = jest.spyOn(performance, 'now').mockReturnValue(start);
    for (let round = 0; round < 31; round++) {
      statuses.push(...(await Promise.all(Array.from({ length: 20 }, ask))));
    }
    expect(statuses.slice(0, 600).every((status) => status === 200)).toBe(true);
    expect(statuses.slice(600).every((status) => status === 429)).toBe(true);
    expect((await send('GET', '/api/shop/me', json(buyer, undefined))).status).toBe(200);
    const refused = await send('GET', '/api/shop/me', json(many, undefined));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'rate.limited' });
    time.mockReturnValue(start + 10_000);
    expect(await ask()).toBe(200);
    time.mockRestore();
  });

  test('a request is one line that names its route and nobody', async () => {
    lines.length = 0;
    const body = JSON.stringify({ ...anAddress('张三丰'), isDefault: true });
    await send('POST', '/api/shop/addresses?secret=s3cret', json(buyer, body));
    await send('GET', `/api/shop/orders/${ID}`, json(buyer, undefined));
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toMatchObject([
      { message: 'request', method: 'POST', route: '/api/shop/addresses', request: expect.any(String) },
      {
        message: 'request',
        method: 'GET',
        route: '/api/shop/orders/:id',
        status: 404,
        ms: expect.any(Number),
      },
    ]);
    expect(lines.join('')).not.toMatch(/张三丰|13800138000|s3cret|127\.0\.0\.1|018f4e2a|Bearer/);
  });

  test('refusals speak the caller’s language', async () => {
    const ask = (language: string) =>
      send('GET', '/api/shop/me', { headers: { 'accept-language': language } });
    expect(JSON.parse((await ask('en-US,zh;q=0.5')).text)).toMatchObject({ message: 'Please log in first.' });
    expect(JSON.parse((await ask('fr')).text)).toMatchObject({ message: '请先登录' });
  });
});

test('a connection on which nothing is asked does not hold up the end', async () => {
  const other = await createApp({ config: shop.config, clock: shop.clock });
  await other.listen(0, '127.0.0.1');
  const address = new URL(await other.getUrl());
  const silent = connect(Number(address.port), '127.0.0.1');
  silent.on('error', () => undefined);
  await once(silent, 'connect');
  // What was asked after it is answered, so it has been taken up.
  await (await fetch(new URL('/api/health', address))).text();
  const closing = other.close();
  const inTime = await Promise.race([closing.then(() => true), wait(5_000, false)]);
  silent.destroy();
  await closing;
  expect(inTime).toBe(true);
});

test('while the database is away everything answers 503, and it serves again afterwards', async () => {
  // A server that takes connections and hangs up: a database that is being restarted.
  const hangUp = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => hangUp.listen(0, '127.0.0.1', resolve));
  const pool = shop.db.pool as unknown as { options: { connectionString: string } };
  const { connectionString } = pool.options;
  try {
    const { port } = hangUp.address() as { port: number };
    pool.options.connectionString = connectionString.replace(/:\d+\//, `:${port}/`);
    // Its own connection last: that ends the statement with an error.
    const cut = shop.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'tuanlink-api' and datname = current_database()
       order by pid = pg_backend_pid()`,
    );
    // Told by the server, or only by the end of the connection.
    await expect(cut).rejects.toThrow(/terminat/);
    const { status, body } = await shop.raw('shop.products', {});
    expect([status, body]).toMatchObject([503, { code: 'service.starting' }]);
    expect(await shop.raw('health', {})).toMatchObject({ status: 503, body: { database: false } });
  } finally {
    pool.options.connectionString = connectionString;
    await new Promise((resolve) => hangUp.close(resolve));
  }
  await shop.eventually(async () => (await shop.raw('shop.products', {})).status === 200);
});

it('every reply of the API says what time the shop has, refusals too', async () => {
  shop.clock.move(3_600_000);
  for (const target of ['/api/shop/products', '/api/shop/orders', '/api/nowhere']) {
    const { headers } = await send('GET', target);
    const told = Date.parse(headers.get('x-server-time') ?? '');
    expect(Math.abs(told - shop.clock.now().getTime())).toBeLessThan(5_000);
  }
  expect((await send('GET', '/')).headers.get('x-server-time')).toBeNull();
});
