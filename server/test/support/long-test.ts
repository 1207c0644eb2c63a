/** What the program that started a long test was asked for, with defaults. */
export function longTestOptions<T extends Record<string, string | number>>(defaults: T): T {
  const given = JSON.parse(process.env['LONG_TEST_OPTIONS'] ?? '{}') as Partial<T>;
  return { ...defaults, ...given };
}
