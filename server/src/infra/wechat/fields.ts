import { isRfc3339 } from './rfc3339.js';

/** JSON from outside lacks a field or has it in another type than the protocol says. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Genuine JSON from WeChat that is not about us, or not about what was asked. */
export class SubjectError extends Error {
  override readonly name = 'SubjectError';
}

/**
 * Reads fields of parsed JSON that came from outside, by name and type. Strings that are empty count as
 * absent where a field is optional, because WeChat sends both. Every reader throws {@link ShapeError}.
 */
export class Fields {
  private constructor(
    private readonly record: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  /** Wraps a parsed value, which must be an object. */
  static of(value: unknown, path = 'body'): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ShapeError(`${path} is not an object`);
    }
    return new Fields(value as Record<string, unknown>, path);
  }

  /** Parses JSON text whose top must be an object. */
  static parse(text: string): Fields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw new ShapeError('body is not JSON', { cause });
    }
    return Fields.of(value);
  }

  has(name: string): boolean {
    const value = this.value(name);
    return value !== undefined && value !== null && value !== '';
  }

  string(name: string): string {
    const value = this.value(name);
    if (typeof value !== 'string' || value === '') throw this.wrong(name, 'a non-empty string');
    return value;
  }

  optionalString(name: string): string | undefined {
    return this.has(name) ? this.string(name) : undefined;
  }

  /** A whole number that JavaScript holds exactly. */
  integer(name: string): number {
    const value = this.value(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw this.wrong(name, 'a safe integer');
    return value;
  }

  optionalInteger(name: string): number | undefined {
    return this.has(name) ? this.integer(name) : undefined;
  }

  /** An amount of money: integer fen, never negative. */
  fen(name: string): number {
    const value = this.integer(name);
    if (value < 0) throw this.wrong(name, 'an amount in fen');
    return value;
  }

  optionalFen(name: string): number | undefined {
    return this.has(name) ? this.fen(name) : undefined;
  }

  /** A moment in RFC 3339, with its offset. */
  time(name: string): Date {
    const value = this.string(name);
    if (!isRfc3339(value)) throw this.wrong(name, 'an RFC 3339 time');
    return new Date(value);
  }

  optionalTime(name: string): Date | undefined {
    return this.has(name) ? this.time(name) : undefined;
  }

  /** One of a closed list of words. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.value(name);
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw this.wrong(name, `one of ${words.join(', ')}`);
    return word;
  }

  object(name: string): Fields {
    return Fields.of(this.value(name), `${this.path}.${name}`);
  }

  optionalObject(name: string): Fields | undefined {
    return this.has(name) ? this.object(name) : undefined;
  }

  /** A list of objects. */
  objects(name: string): Fields[] {
    const value = this.value(name);
    if (!Array.isArray(value)) throw this.wrong(name, 'a list');
    return value.map((entry, index) => Fields.of(entry, `${this.path}.${name}[${index}]`));
  }

  private value(name: string): unknown {
    return Object.hasOwn(this.record, name) ? this.record[name] : undefined;
  }

  private wrong(name: string, expected: string): ShapeError {
    return new ShapeError(`${this.path}.${name} is not ${expected}`);
  }
}

/** Throws {@link SubjectError} unless a field holds exactly the expected text. */
export function checkSubject(fields: Fields, name: string, expected: string): void {
  if (fields.string(name) !== expected) throw new SubjectError(`${name} is not the expected one`);
}
