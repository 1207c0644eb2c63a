import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { filesOf } from '../../src/flows/export/export-files.js';
import type { Manifest } from '../../src/flows/export/manifest.js';
import { exportShop } from '../../src/flows/export/shop-export.flow.js';
import { importShop } from '../../src/flows/export/shop-import.flow.js';
import { DiskStorage } from '../../src/infra/storage/disk-storage.js';
import type { TestDatabase } from '../support/database.js';

/** Folders of one test file; `clear` removes all of them. */
export class Scratch {
  private readonly root = mkdtempSync(path.join(os.tmpdir(), 'tuanlink-export-'));
  private count = 0;

  /** The path of a folder that does not exist yet. */
  fresh(name = 'folder'): string {
    this.count += 1;
    return path.join(this.root, `${name}-${this.count}`);
  }

  /** A copy of a folder to alter. */
  copyOf(folder: string): string {
    const copy = this.fresh('copy');
    cpSync(folder, copy, { recursive: true });
    return copy;
  }

  clear(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Exports as the application's role does, which may change nothing it should not. */
export function exportFrom(database: TestDatabase, dataDir: string, folder: string) {
  return withClient(database.appUrl, (client) =>
    exportShop({ client, folder, pictures: new DiskStorage(dataDir) }),
  );
}

/** Imports as the owner of all tables does. */
export function importInto(database: TestDatabase, dataDir: string, folder: string): Promise<Manifest> {
  return withClient(database.ownerUrl, (client) =>
    importShop({ client, folder, pictures: new DiskStorage(dataDir) }),
  );
}

/** Every file of a folder with its content. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const files = await filesOf(folder);
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(path.join(folder, file)).toString('latin1')]),
  );
}

/** The lines of a table's file; the first is the header. */
export const linesOf = (folder: string, table: string): string[] =>
  readFileSync(path.join(folder, 'tables', `${table}.csv`), 'utf8')
    .trimEnd()
    .split('\n');

/** Writes a table's file anew. */
export function writeLines(folder: string, table: string, lines: readonly string[]): void {
  writeFileSync(path.join(folder, 'tables', `${table}.csv`), `${lines.join('\n')}\n`);
}
