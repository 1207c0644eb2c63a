/**
 * Memory with a journal. Each commit is one JSON line, appended and synced before it is acknowledged, so a
 * killed process loses nothing that was answered, and a half-written last line is simply cut off at the next
 * start. When the journal has grown, everything is written to a fresh one which replaces the old by rename.
 */
import fs from 'node:fs';
import path from 'node:path';
import { tableNames, type Tables } from './state.js';

/** One change: table, key, new value or null to delete. */
export type Change = { [K in keyof Tables]: [K, string, Tables[K] | null] }[keyof Tables];

/** Bytes after which the journal is rewritten as a snapshot. */
const COMPACT_BYTES = 64 * 1024 * 1024;

const journalName = (n: number): string => `journal-${String(n).padStart(8, '0')}.jsonl`;

/** All tables in memory and, when a directory is given, on disk. */
export class Store {
  private readonly tables = new Map<keyof Tables, Map<string, unknown>>();
  private handle: fs.promises.FileHandle | null = null;
  private generation = 0;
  /** Bytes of the last snapshot and bytes appended since: the journal is rewritten when it has doubled. */
  private snapshotBytes = 0;
  private appendedBytes = 0;
  private buffered: string[] = [];
  private flushing: Promise<void> | null = null;
  private failure: Error | null = null;

  private constructor(
    private readonly dir: string | null,
    private readonly compactBytes: number,
  ) {
    for (const name of tableNames) this.tables.set(name, new Map());
  }

  /**
   * Opens the journal in `dir` (created when missing), or an empty memory-only store for null.
   * Throws when a line before the last one is damaged: that is not the trace of a crash.
   */
  static async open(dir: string | null, compactBytes = COMPACT_BYTES): Promise<Store> {
    const store = new Store(dir, compactBytes);
    if (dir !== null) await store.load(dir);
    return store;
  }

  /** The records of one table by key, in order of first insertion. */
  table<K extends keyof Tables>(name: K): ReadonlyMap<string, Tables[K]> {
    return this.mutable(name);
  }

  /** One record or undefined. Records are never changed in place. */
  get<K extends keyof Tables>(name: K, key: string): Tables[K] | undefined {
    return this.mutable(name).get(key);
  }

  /** Newest first, at most `limit` records. */
  newest<K extends keyof Tables>(name: K, limit: number): Tables[K][] {
    const all = [...this.mutable(name).values()];
    return all.slice(-limit).reverse();
  }

  /** Applies the changes at once in memory and resolves when they are safe on disk. */
  commit(changes: Change[]): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    for (const change of changes) this.apply(change);
    if (this.dir === null) return Promise.resolve();
    this.buffered.push(`${JSON.stringify(changes)}\n`);
    return this.flush();
  }

  /** As `commit`, without waiting: a failed write then shows at the next awaited commit. */
  commitLater(changes: Change[]): void {
    this.commit(changes).catch(() => undefined);
  }

  /** Waits for what is under way and closes the file. */
  async close(): Promise<void> {
    await this.flush();
    await this.handle?.close();
    this.handle = null;
  }

  private mutable<K extends keyof Tables>(name: K): Map<string, Tables[K]> {
    return this.tables.get(name) as Map<string, Tables[K]>;
  }

  private apply([name, key, value]: Change): void {
    const table = this.tables.get(name);
    if (!table) throw new Error(`the journal names an unknown table: ${String(name)}`);
    if (value === null) table.delete(key);
    else table.set(key, value);
  }

  /** Many commits that wait together share one write and one sync. */
  private flush(): Promise<void> {
    this.flushing ??= this.writeAll().finally(() => {
      this.flushing = null;
    });
    const current = this.flushing;
    return this.buffered.length === 0 ? current : current.then(() => this.flush());
  }

  private async writeAll(): Promise<void> {
    if (this.buffered.length === 0 || !this.handle) return;
    const text = this.buffered.join('');
    this.buffered = [];
    try {
      await this.handle.appendFile(text);
      await this.handle.datasync();
      this.appendedBytes += Buffer.byteLength(text);
      if (this.appendedBytes > Math.max(this.compactBytes, this.snapshotBytes)) await this.compact();
    } catch (error) {
      this.failure = new Error(`the sandbox cannot write its journal: ${String(error)}`);
      throw this.failure;
    }
  }

  private async load(dir: string): Promise<void> {
    await fs.promises.mkdir(dir, { recursive: true });
    const names = await fs.promises.readdir(dir);
    const journals = names.filter((name) => /^journal-\d{8}\.jsonl$/.test(name)).sort();
    for (const name of names.filter((each) => each.endsWith('.tmp'))) {
      await fs.promises.rm(path.join(dir, name));
    }
    const newest = journals.at(-1);
    // An older journal stays behind only when the process died between a rename and the removal after it.
    for (const name of journals.slice(0, -1)) await fs.promises.rm(path.join(dir, name));
    if (newest) {
      this.generation = Number(newest.slice(8, 16));
      await this.replay(path.join(dir, newest));
    }
    this.handle = await fs.promises.open(path.join(dir, journalName(this.generation)), 'a', 0o600);
  }

  private async replay(file: string): Promise<void> {
    const content = await fs.promises.readFile(file);
    let start = 0;
    for (let end = content.indexOf(10); end !== -1; end = content.indexOf(10, start)) {
      try {
        for (const change of JSON.parse(content.toString('utf8', start, end)) as Change[]) this.apply(change);
      } catch (error) {
        throw new Error(`${file} is damaged at byte ${start}: ${String(error)}`);
      }
      start = end + 1;
    }
    if (start < content.length) await fs.promises.truncate(file, start);
    this.appendedBytes = start;
  }

  /**
   * Runs inside `writeAll`. The text is taken in one go, so it holds whole commits only; those that are still
   * in the buffer are appended again afterwards, which changes nothing.
   */
  private async compact(): Promise<void> {
    if (this.dir === null || !this.handle) return;
    const chunks = tableNames.map((name) => this.snapshotOf(name));
    const target = path.join(this.dir, journalName(this.generation + 1));
    const next = await fs.promises.open(`${target}.tmp`, 'w', 0o600);
    for (const chunk of chunks) await next.appendFile(chunk);
    await next.datasync();
    await fs.promises.rename(`${target}.tmp`, target);
    await syncDirectory(this.dir);
    const old = path.join(this.dir, journalName(this.generation));
    await this.handle.close();
    this.handle = next;
    this.generation += 1;
    this.snapshotBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.appendedBytes = 0;
    await fs.promises.rm(old, { force: true });
  }

  private snapshotOf(name: keyof Tables): Buffer {
    const lines: string[] = [];
    for (const [key, value] of this.mutable(name)) lines.push(`${JSON.stringify([[name, key, value]])}\n`);
    return Buffer.from(lines.join(''));
  }
}

/** Makes a rename durable; platforms that cannot open a directory skip it. */
async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.promises.open(dir, 'r');
  await handle.sync();
  await handle.close();
}
