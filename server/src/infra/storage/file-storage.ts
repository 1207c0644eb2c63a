import type { Readable } from 'node:stream';

/**
 * Where pictures live, one implementation per place. Names come from the content, so that nothing is ever
 * overwritten by something else.
 */
export abstract class FileStorage {
  /** Keeps a file under its name; doing it twice is the same as once. */
  abstract put(name: string, content: Buffer): Promise<void>;

  /** The file and its size in bytes; null when there is none of that name. */
  abstract open(name: string): Promise<{ stream: Readable; size: number } | null>;

  /** The names of all files, sorted. */
  abstract list(): AsyncIterable<string>;
}
