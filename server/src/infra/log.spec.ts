import { Log } from './log.js';

function logged(level: 'debug' | 'info' | 'warn' | 'error' | 'silent', work: (log: Log) => void): object[] {
  const lines: string[] = [];
  work(new Log(level, (line) => lines.push(line)));
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  return lines.map((line) => JSON.parse(line) as object);
}

test('each entry is one line of JSON, also when its text has several lines', () => {
  expect(logged('info', (log) => log.write('info', 'two\nlines', { route: '/x' }))).toEqual([
    { at: expect.stringMatching(/^\d{4}-.*Z$/) as string, level: 'info', message: 'two\nlines', route: '/x' },
  ]);
});

test('levels below the configured one are left out', () => {
  const all = (log: Log) => {
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log.write(level, level);
  };
  expect(logged('debug', all)).toHaveLength(4);
  expect(logged('warn', all)).toHaveLength(2);
  expect(logged('silent', all)).toHaveLength(0);
});

test('a failure shows its causes', () => {
  const error = new Error('outer', { cause: new Error('inner') });
  expect(JSON.stringify(logged('error', (log) => log.failure('x', error)))).toMatch(
    /outer[\s\S]*caused by[\s\S]*inner/,
  );
});
