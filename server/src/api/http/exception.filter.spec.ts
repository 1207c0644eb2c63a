import { type ArgumentsHost, BadRequestException, NotFoundException } from '@nestjs/common';
import { Log } from '../../infra/log.js';
import { Refusal } from '../../infra/refusal.js';
import { RefusalFilter, refusalOf, refusalReply } from './exception.filter.js';
import { HttpAnswer } from './raw-json.js';

const withStatus = (statusCode: number) => Object.assign(new Error('x'), { statusCode });

test.each([
  ['a refusal', new Refusal('group.full'), 'group.full'],
  ['a body that is too large', withStatus(413), 'request.too_large'],
  ['a media type that is not taken', withStatus(415), 'request.invalid'],
  ['an unknown route', new NotFoundException(), 'not_found'],
  ['a bad request of Nest', new BadRequestException(), 'request.invalid'],
  ['a database that is away', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'service.starting'],
])('%s answers %#', (_, error, code) => {
  expect(refusalOf(error)).toMatchObject({ code });
});

test.each([[new TypeError('x is undefined')], ['a text'], [undefined], [withStatus(500)]])(
  '%s is a mistake of ours',
  (error) => {
    expect(refusalOf(error)).toBeNull();
  },
);

test('the message follows Accept-Language, and detail is there only when there is one', () => {
  expect(refusalReply(new Refusal('not_found'), 'en-GB')).toEqual({
    code: 'not_found',
    message: 'Not found.',
  });
  expect(refusalReply(new Refusal('group.full', { missing: 0 }), undefined)).toEqual({
    code: 'group.full',
    message: '该团已满员',
    detail: { missing: 0 },
  });
});

/** Lets the filter answer a request, and tells what it sent and logged. */
async function answer(error: unknown, facts: object = {}) {
  const lines: string[] = [];
  const sent: { status?: number; body?: unknown; headers: Record<string, string> } = { headers: {} };
  const reply = {
    sent: false,
    status(status: number) {
      sent.status = status;
      return reply;
    },
    header(name: string, value: string) {
      sent.headers[name] = value;
      return reply;
    },
    send(body: unknown) {
      sent.body = body;
      return reply;
    },
  };
  const request = { id: 'r1', headers: {}, ...facts };
  const host = { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) };
  const log = new Log('debug', (line) => lines.push(line));
  await new RefusalFilter(log).catch(error, host as unknown as ArgumentsHost);
  return { ...sent, log: lines.join('') };
}

test('a refusal is answered with its status and logs nothing', async () => {
  expect(await answer(new Refusal('group.full'))).toMatchObject({
    status: 409,
    body: { code: 'group.full' },
    log: '',
  });
});

test('a refusal that ends by itself says when', async () => {
  const { headers, status } = await answer(new Refusal('rate.limited', { retryAfterSeconds: 7 }));
  expect([status, headers]).toEqual([429, { 'retry-after': '7' }]);
});

test('a mistake of ours answers 500 and says why in the log alone', async () => {
  const { status, body, log } = await answer(new TypeError('secret thing is undefined'));
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(JSON.parse(log)).toMatchObject({ level: 'error', request: 'r1' });
  expect(log).toContain('secret thing is undefined');
});

test('an answer in another format goes out as it is', async () => {
  const body = { code: 'FAIL', message: 'SIGN_ERROR' };
  expect(await answer(new HttpAnswer(401, body))).toMatchObject({ status: 401, body });
});

test.each([
  ['is not there', async () => false, 404],
  ['is there', async () => true, 400],
  ['cannot be looked up', () => Promise.reject(new Error('bug')), 500],
])('a bad body for a thing that %s answers %#', async (_, subjectExists, status) => {
  expect((await answer(new Refusal('request.invalid'), { subjectExists })).status).toBe(status);
});

test('a good body is never looked at twice', async () => {
  const subjectExists = () => Promise.reject(new Error('must not be asked'));
  expect((await answer(new Refusal('group.full'), { subjectExists })).status).toBe(409);
});
