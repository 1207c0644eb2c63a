import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders of the server that may hold SQL functions, in the order they are applied. */
const FOLDERS = ['infra', 'domains', 'flows'];

/** One file with SQL functions. */
export interface SqlFile {
  /** Relative to the server's sources, with `/`. */
  path: string;
  sql: string;
  /** SHA-256 of the text, hex. */
  hash: string;
}

/** How statements are sent; each text may hold several. */
export type Execute = (sql: string, params?: unknown[]) => Promise<Record<string, unknown>[]>;

/** Sources and build have the same layout, so this finds the files beside the code that runs. */
const sourceRoot = fileURLToPath(new URL('../..', import.meta.url));

/** All SQL files below infra, domains and flows, sorted by path within each of these. */
export function readSqlFiles(root = sourceRoot): SqlFile[] {
  return FOLDERS.flatMap((folder) => listSql(path.join(root, folder)).sort()).map((file) => {
    const sql = readFileSync(file, 'utf8');
    return {
      path: path.relative(root, file).split(path.sep).join('/'),
      sql,
      hash: createHash('sha256').update(sql).digest('hex'),
    };
  });
}

function listSql(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return listSql(full);
    return definesFunction(full) ? [full] : [];
  });
}

/** Statements that the server sends as they are stand in SQL files too; those are not applied. */
function definesFunction(file: string): boolean {
  return file.endsWith('.sql') && /^\s*create\s+or\s+replace\s/im.test(readFileSync(file, 'utf8'));
}

/**
 * Applies each file whose text is not the one applied last. A file must be repeatable: `create or replace`.
 * @returns paths of the files that were applied
 */
export async function applySqlFiles(execute: Execute, files: readonly SqlFile[]): Promise<string[]> {
  const rows = await execute('select path, hash from sql_file');
  const applied = new Map(rows.map((row) => [row['path'], row['hash']]));
  const changed = files.filter((file) => applied.get(file.path) !== file.hash);
  // Functions may call one another, whatever the order of their files.
  if (changed.length > 0) await execute('set check_function_bodies = off');
  for (const file of changed) {
    try {
      await execute(file.sql);
    } catch (error) {
      throw new Error(`${file.path} could not be applied`, { cause: error });
    }
    await execute(
      `insert into sql_file (path, hash, applied_at) values ($1, $2, clock_timestamp())
       on conflict (path) do update set hash = excluded.hash, applied_at = excluded.applied_at`,
      [file.path, file.hash],
    );
  }
  return changed.map((file) => file.path);
}
