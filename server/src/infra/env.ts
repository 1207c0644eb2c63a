import { readFileSync } from 'node:fs';

/** Reads variables one by one and keeps what is wrong with them, so that one message can name all of it. */
export class EnvReader {
  readonly problems: string[] = [];

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  /** The value, or undefined where the variable is absent or empty. */
  optional(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  text(name: string, fallback?: string): string {
    return this.optional(name) ?? fallback ?? this.wrong(name, 'is missing', '');
  }

  /** One of a few words. */
  word<const T extends string>(name: string, words: readonly T[], fallback: T): T {
    const value = this.optional(name) ?? fallback;
    const found = words.find((word) => word === value);
    return found ?? this.wrong(name, `must be one of ${words.join(', ')}`, fallback);
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    return this.wrong(name, `must be a whole number from ${min} to ${max}`, fallback);
  }

  /** Origin of an HTTP server: no path, no trailing slash. */
  origin(name: string, fallback?: string): string {
    const value = this.text(name, fallback);
    if (value === '') return value;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const fits = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
    return fits ? url.origin : this.wrong(name, 'must be an http(s) address without a path', '');
  }

  postgresUrl(name: string): string {
    const value = this.text(name);
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (value === '' || (url && /^postgres(ql)?:$/.test(url.protocol) && url.username !== '')) return value;
    return this.wrong(name, 'must look like postgres://user:password@host:port/database', '');
  }

  /** The content of the file that the variable names. */
  file(name: string): string {
    const path = this.text(name);
    if (path === '') return '';
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return this.wrong(name, 'names a file that cannot be read', '');
    }
  }

  /** Notes that a variable is wrong; gives back a stand-in so that reading can go on. */
  wrong<T>(name: string, why: string, instead: T): T {
    this.problems.push(`${name} ${why}`);
    return instead;
  }

  /** Ends the reading: throws one error that names every bad variable. */
  finish(): void {
    if (this.problems.length > 0) {
      throw new Error(`The configuration is not valid:\n- ${[...new Set(this.problems)].join('\n- ')}`);
    }
  }
}
