import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import { Documented, type Schema } from '../contract/documented.js';
import { expectUnchanged, fingerprint } from '../contract/fingerprint.js';
import { type LivedIn, openLivedInShop, uploadBlob } from '../contract/lived-in.js';
import { outcomeOf, send } from '../contract/send.js';
import type { Caller } from '../support/shop.js';
import { guardRows, rightInput } from './guard-rows.js';
import { mutantsOf } from './mutants.js';

jest.setTimeout(120_000);

let life: LivedIn;
let documented: Documented;
let before: Record<string, string>;
beforeAll(async () => {
  life = await openLivedInShop();
  documented = await Documented.of(life.shop);
  before = await fingerprint(life.shop);
});
afterEach(async () => {
  await expectUnchanged(life.shop, before);
});
afterAll(() => life.shop.close());

const names = (Object.keys(routeTable) as RouteName[]).filter((name) => !name.startsWith('wechat.'));
const withBody = names.filter((name) => guardRows[name].body !== undefined);

/** Whoever may call a route, and owns its thing. */
function rightCaller(name: RouteName): Caller {
  const { access } = routeTable[name];
  if (access === 'operator') return life.staff.owner;
  return access === 'user' ? (guardRows[name].thing?.(life).owner ?? life.ann) : {};
}

function bodySchema(name: RouteName): Schema {
  const content = documented.operation(name).requestBody?.content['application/json'];
  if (content === undefined) throw new Error(`${name} takes no JSON`);
  return content.schema;
}

describe('bodies', () => {
  test.each(withBody)('%s refuses every wrong field by name, and changes nothing', async (name) => {
    const input = rightInput(name, life);
    const good = (input.body ?? {}) as Record<string, unknown>;
    const mutants = mutantsOf(documented, bodySchema(name), good);
    expect(mutants.length).toBeGreaterThanOrEqual(3);
    for (const { label, body } of mutants) {
      const reply = await send(life.shop, name, rightCaller(name), { ...input, body });
      expect([label, outcomeOf(reply)]).toEqual([label, '400 request.invalid']);
      const { errors } = (reply.body as { detail: { errors: { path: string; rule: string }[] } }).detail;
      expect(errors[0]).toEqual({ path: expect.any(String), rule: expect.any(String) });
    }
  });

  test.each(withBody)('%s takes JSON objects and nothing else', async (name) => {
    const input = rightInput(name, life);
    for (const body of [
      '[]',
      'null',
      'true',
      '1',
      '"{}"',
      '{',
      '{"a":}',
      '\ufeff{}x',
      Buffer.from([0xff, 0xfe]),
    ]) {
      const reply = await send(life.shop, name, rightCaller(name), { ...input, body });
      expect([String(body), outcomeOf(reply)]).toEqual([String(body), '400 request.invalid']);
    }
    const xml = { ...input, headers: { 'content-type': 'application/xml' } };
    expect(outcomeOf(await send(life.shop, name, rightCaller(name), { ...xml, body: '{}' }))).toBe(
      '400 request.invalid',
    );
    const large = await send(life.shop, name, rightCaller(name), {
      ...input,
      body: `{"a":"${'x'.repeat(1_048_600)}"}`,
    });
    expect(outcomeOf(large)).toBe('413 request.too_large');
  });
});

describe('queries', () => {
  /** Plural names that answer one thing. */
  const whole = new Set([
    'shop.addresses',
    'shop.rules',
    'console.exceptions.counts',
    'console.afterSaleSettings',
  ]);
  const paged = names.filter(
    (name) =>
      routeTable[name].method === 'GET' &&
      /s$|audit|accounts|reconciliation$/.test(name) &&
      !whole.has(name) &&
      !/docs/.test(name),
  );

  test.each(paged)('%s refuses limits and cursors that are none', async (name) => {
    const caller = rightCaller(name);
    const cursors = [
      'x',
      'null',
      '!',
      'AAAA',
      '0',
      'a'.repeat(201),
      Buffer.from('2026-13-01|x').toString('base64url'),
    ];
    const wrong: object[] = [
      ...['0', '101', '-1', 'ten', '1.5', '1e9', ' ', '٣', '0x1f'].map((limit) => ({ limit })),
      ...cursors.map((cursor) => ({ cursor })),
      { cursor: '\u0000' },
      { noSuchField: '1' },
      { state: 'no-such-state' },
    ];
    for (const query of wrong) {
      const reply = await send(life.shop, name, caller, { query });
      expect([query, outcomeOf(reply)]).toEqual([query, '400 request.invalid']);
    }
    for (const limit of ['1', '100']) {
      expect((await send(life.shop, name, caller, { query: { limit } })).status).toBe(200);
    }
  });

  test('every list was asked', () => {
    const documentedLists = names.filter((name) =>
      documented.operation(name).parameters.some((parameter) => parameter.name === 'limit'),
    );
    expect([...paged].sort()).toEqual(documentedLists.sort());
  });

  test('a list does not take the cursor of another one with other keys', async () => {
    const { shop, staff } = life;
    const cursorOf = async (name: RouteName) => {
      const { body } = await send(shop, name, staff.owner, { query: { limit: 1 } });
      return (body as { nextCursor: string }).nextCursor;
    };
    const orders = await cursorOf('console.orders');
    for (const name of ['console.audit', 'console.ledger.accounts', 'shop.groups'] as const) {
      const reply = await send(shop, name, rightCaller(name), { query: { cursor: orders } });
      expect([name, outcomeOf(reply)]).toEqual([name, '400 request.invalid']);
    }
    const audit = await cursorOf('console.audit');
    const reply = await send(shop, 'console.orders', staff.owner, { query: { cursor: audit } });
    expect(outcomeOf(reply)).toBe('400 request.invalid');
  });
});

describe('ids', () => {
  const withId = names.filter((name) => guardRows[name].thing !== undefined);

  test.each(withId)('%s: an id of another form names nothing', async (name) => {
    const good = guardRows[name].thing?.(life).id ?? '';
    const ids = [
      '1',
      good.slice(1),
      `${good}0`,
      `{${good}}`,
      good.replaceAll('-', ''),
      `urn:uuid:${good}`,
      '\u0000',
      '..',
      '%',
    ];
    for (const id of ids) {
      const reply = await send(life.shop, name, rightCaller(name), {
        ...rightInput(name, life),
        params: { id },
      });
      expect([id, reply.status]).toEqual([id, 404]);
    }
  });

  test('an id is the same in capital letters', async () => {
    const reads = withId.filter((name) => routeTable[name].method === 'GET');
    for (const name of reads) {
      const id = (guardRows[name].thing?.(life).id ?? '').toUpperCase();
      const reply = await send(life.shop, name, rightCaller(name), { params: { id } });
      expect([name, reply.status]).toEqual([name, 200]);
    }
    const { goods, ann, formingGroupId, bob } = life;
    const body = {
      lines: [{ skuId: goods.skuId.toUpperCase(), quantity: 1 }],
      campaignId: goods.campaignId.toUpperCase(),
      addressId: bob.addressId.toUpperCase(),
    };
    expect((await send(life.shop, 'shop.quote', bob, { body })).status).toBe(200);
    const join = { lines: body.lines, groupId: formingGroupId.toUpperCase() };
    expect(outcomeOf(await send(life.shop, 'shop.quote', ann, { body: join }))).toBe('409 group.already_in');
  });

  test.each(withBody.filter((name) => name !== 'shop.login'))(
    '%s: what its body names must be there',
    async (name) => {
      const input = rightInput(name, life);
      const named = Object.entries(input.body ?? {}).filter(([field]) =>
        /^(product|campaign|group|address)Id$/.test(field),
      );
      for (const [field] of named) {
        const body = { ...input.body, [field]: randomUUID() };
        expect(outcomeOf(await send(life.shop, name, rightCaller(name), { ...input, body }))).toBe(
          '404 not_found',
        );
      }
    },
  );
});

describe('uploads', () => {
  test.each([
    ['more than five megabytes', 5 * 1024 * 1024 + 1, '413 request.too_large'],
    ['noise', 5_000, '400 upload.unreadable'],
    ['nothing', 0, '400 upload.unreadable'],
  ])('%s', async (_, size, outcome) => {
    const { shop, staff } = life;
    const response = await uploadBlob(shop, staff.owner, new Blob([new Uint8Array(size).fill(7)]));
    expect(outcomeOf({ status: response.status, body: await response.json() })).toBe(outcome);
  });

  test.each(['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '%PDF-1.4', '\u0089PNG\r\n\u001a\n'])(
    'what only begins like a picture is none: %j',
    async (text) => {
      const response = await uploadBlob(life.shop, life.staff.owner, new Blob([text], { type: 'image/png' }));
      expect(outcomeOf({ status: response.status, body: await response.json() })).toBe(
        '400 upload.unreadable',
      );
    },
  );

  test('a form without a file, and no form at all', async () => {
    const { shop, staff } = life;
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=b', 'application/json']) {
      const headers = { 'content-type': type };
      const reply = await send(shop, 'console.upload', staff.owner, { body: '{}', headers });
      expect(outcomeOf(reply)).toBe('400 request.invalid');
    }
  });
});
