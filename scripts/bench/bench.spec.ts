import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { choose } from './cases.mjs';
import { bytesOf, quantile, readHead, sendLoad } from './load.mjs';
import { limitsOf } from './report.mjs';
import { judge, median } from './targets.mjs';

describe('the load', () => {
  let server: Server;
  let url: string;
  const seen: { line: string; body: string; token: string | undefined }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ line: `${request.method} ${request.url}`, body, token: request.headers.authorization });
        const text = '茶'.repeat(30_000);
        response.writeHead(request.url === '/no' ? 409 : 200, { 'content-length': Buffer.byteLength(text) });
        // In two pieces, and larger than one packet.
        response.write(text.slice(0, 10));
        setImmediate(() => response.end(text.slice(10)));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => seen.splice(0));
  afterAll(() => server.close());

  it('sends each request once, in order, spread over connections', async () => {
    const requests = Array.from({ length: 20 }, (_, n) => ({
      path: `/${n}`,
      headers: { authorization: `n ${n}` },
      body: JSON.stringify({ name: '张三' }),
    }));
    const measured = await sendLoad([url, url], requests, { connections: 4, seconds: 30, status: 200 });
    expect(measured.count).toBe(20);
    expect(seen.map(({ line }) => line).sort()).toEqual(requests.map(({ path }) => `POST ${path}`).sort());
    expect(
      seen.every(({ body, line, token }) => body.includes('张三') && token === `n ${line.slice(6)}`),
    ).toBe(true);
    expect(measured.p50).toBeLessThanOrEqual(measured.p99);
  });

  it('begins anew until its time is over where that is asked for', async () => {
    const requests = [{ method: 'GET' as const, path: '/a', headers: {} }];
    const options = { connections: 2, seconds: 2, status: 200, again: true };
    expect((await sendLoad([url], requests, options)).count).toBeGreaterThan(2);
    expect(new Set(seen.map(({ line }) => line))).toEqual(new Set(['GET /a']));
  });

  it('fails when an answer has another status, or nobody answers', async () => {
    const requests = [{ path: '/no', headers: {} }];
    const options = { connections: 1, seconds: 5, status: 200 };
    await expect(sendLoad([url], requests, options)).rejects.toThrow('[[409,1]]');
    await expect(sendLoad(['http://127.0.0.1:1'], requests, options)).rejects.toThrow('ECONNREFUSED');
  });

  it('writes and reads HTTP to the byte', () => {
    expect(bytesOf({ path: '/x', headers: { a: 'b' }, body: '茶' }).toString()).toBe(
      'POST /x HTTP/1.1\r\nhost: 127.0.0.1\r\na: b\r\ncontent-length: 3\r\n\r\n茶',
    );
    const answer = Buffer.from('HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}');
    expect(readHead(answer)).toEqual({ status: 201, length: answer.length });
    expect(readHead(answer.subarray(0, 30))).toBeNull();
    expect(() => readHead(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('without a length');
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(3);
    expect(quantile([1], 0.99)).toBe(1);
  });
});

describe('the numbers', () => {
  const rounds = (...rates: number[]) => rates.map((perSecond) => ({ perSecond, count: 1, cpuUs: 100 }));
  const nothing = { results: {}, boot: null, soak: null, broken: {} };

  it('are medians of ratios within a round, held to floor and aim', () => {
    const results = { join: rounds(50, 90, 10), 'join.limit': rounds(100, 100, 100) };
    const [join] = judge({ ...nothing, results }).filter(({ name }) => name === 'join / pgbench');
    expect(join).toMatchObject({ number: '1', value: 0.5, rounds: [0.5, 0.9, 0.1], cpu: 1 });
    expect(join?.state).toBe('short of the aim');
    expect(limitsOf(results)).toEqual({ 'join.limit': [100, 100, 100] });
    expect(median([3, 1, 2, 4])).toBe(2);
  });

  it('leave out what was not measured', () => {
    expect(judge(nothing).map(({ number }) => number)).toEqual(['14']);
    const soak = { loadSeconds: 60, minutes: 1, rssMb: 150, growthMb: 50 };
    expect(judge({ ...nothing, soak }).map(({ number }) => number)).toEqual(['14', '18a']);
    expect(judge({ ...nothing, soak: { ...soak, minutes: 10 } }).at(-1)).toMatchObject({
      number: '18b',
      state: 'below the floor',
    });
  });

  it('fail for a single broken rule', () => {
    const broken = { join: { 'overfull groups': 1 } };
    expect(judge({ ...nothing, broken })[0]).toMatchObject({ value: 1, state: 'below the floor' });
  });

  it('are asked for by the first part of a case’s name', () => {
    const cases = { join: 1, join64: 2, 'join.limit': 3, hot: 4 };
    expect(Object.keys(choose(cases as never, 'join'))).toEqual(['join', 'join64', 'join.limit']);
    expect(Object.keys(choose(cases as never, ''))).toHaveLength(4);
  });
});
