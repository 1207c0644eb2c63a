import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  afterLedgerRestore,
  beforeLedgerRestore,
  ledgerRestoreFaults,
} from '../../domains/ledger/ledger.restore.js';
import { BOSS_SCHEMA, DEAD_LETTER_QUEUE } from '../../infra/jobs/queue-names.js';
import { RETENTION_MINUTES } from '../../infra/jobs/queues.js';
import type { FileStorage } from '../../infra/storage/file-storage.js';
import { checkFiles } from './export-files.js';
import {
  columnList,
  DEAD_LETTER_TABLE,
  deadLetterTable,
  parentsFirst,
  readTables,
  type StoredTable,
  UNSEALED_TABLE,
} from './export-tables.js';
import { checkLedger } from './ledger-check.flow.js';
import { findingText } from './ledger-rows.js';
import { ExportProblem, type Manifest, pictureFile, readManifest, type TableFile } from './manifest.js';
import { RowMeter } from './row-meter.js';

/** Where nothing may stand in an instance that takes an export: everything in a shop comes from somebody. */
const EMPTY_TABLES = ['operator', 'shop_user', 'product', 'shop_order', 'ledger_transfer'];

/** What is imported, and into what. */
export interface ImportInput {
  /** A connection of the owner of all tables, not inside a transaction. */
  client: ClientBase;
  folder: string;
  pictures: FileStorage;
  /** Is told how many rows of all are done. */
  tell?: (done: number, total: number) => void;
}

/**
 * Takes an export into an empty, migrated instance: all of it in one transaction, or nothing. An export of
 * the instance afterwards is the same again, file by file.
 * @throws ExportProblem that names what is wrong with export or instance; nothing was changed then
 */
export async function importShop(input: ImportInput): Promise<Manifest> {
  const { client, folder } = input;
  const manifest = await readManifest(folder);
  const tables = await requireFit(client, manifest);
  await requireEmpty(client);
  const { finding } = await checkLedger(folder, manifest);
  if (finding !== null) throw new ExportProblem(findingText(finding));
  await checkFiles(folder, manifest);
  await client.query('begin');
  try {
    await load(input, manifest, tables);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return manifest;
}

/** The tables of this instance, after making sure that they are those of the export. */
async function requireFit(client: ClientBase, manifest: Manifest): Promise<StoredTable[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration order by timestamp');
  const here = rows.map(({ name }) => name);
  const stranger =
    manifest.migrations.find((name, index) => here[index] !== name) ?? here[manifest.migrations.length];
  if (stranger !== undefined) {
    throw new ExportProblem(`the export is of another version of the schema: it differs in ${stranger}`);
  }
  const tables = await readTables(client);
  const expected = [...tables, deadLetterTable, { name: UNSEALED_TABLE, columns: ['transfer_id', 'leaf'] }];
  const given = new Map(manifest.tables.map((table) => [table.name, table.columns.toSorted().join()]));
  const wrong = expected.find(({ name, columns }) => given.get(name) !== columns.toSorted().join());
  if (wrong !== undefined) throw new ExportProblem(`manifest.json was altered: table ${wrong.name}`);
  const more = manifest.tables.find(({ name }) => !expected.some((table) => table.name === name));
  if (more !== undefined) {
    throw new ExportProblem(`manifest.json was altered: there is no table ${more.name}`);
  }
  return tables;
}

async function requireEmpty(client: ClientBase): Promise<void> {
  for (const table of EMPTY_TABLES) {
    const { rows } = await client.query(`select 1 from ${table} limit 1`);
    if (rows.length > 0) {
      throw new ExportProblem(`this shop is not empty: ${table} has rows. An import needs an empty one`);
    }
  }
}

async function load(input: ImportInput, manifest: Manifest, tables: readonly StoredTable[]): Promise<void> {
  const { client, folder, tell } = input;
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  const count = (rows: number) => {
    done += rows;
    tell?.(done, total);
  };
  const names = tables.map(({ name }) => name);
  const fileOf = new Map(manifest.tables.map((table) => [table.name, table]));
  await client.query(`lock table ${names.join(', ')} in access exclusive mode`);
  await requireEmpty(client);
  await client.query(names.map((name) => `alter table ${name} disable trigger user`).join(';'));
  const sorted = parentsFirst(tables);
  // What the migrations put there is in the export, as it was at last.
  await client.query(
    sorted
      .toReversed()
      .map(({ name }) => `delete from ${name}`)
      .join(';'),
  );
  await client.query(beforeLedgerRestore);
  for (const { name } of sorted) await loadTable(client, folder, name, fileOf.get(name), count);
  // What waits for the end of the transaction is checked now: tables cannot be altered before.
  await client.query('set constraints all immediate');
  await client.query(afterLedgerRestore);
  await loadDeadLetters(client, folder, fileOf.get(DEAD_LETTER_TABLE), count);
  await client.query(sorted.flatMap(continueNumbers).join(';'));
  await client.query(names.map((name) => `alter table ${name} enable trigger user`).join(';'));
  for (const [fault, sql] of Object.entries(ledgerRestoreFaults)) {
    if ((await client.query(sql)).rows.length > 0) throw new ExportProblem(fault);
  }
  for (const { name } of manifest.pictures) {
    await input.pictures.put(name, await readFile(path.join(folder, pictureFile(name))));
  }
}

/** Writes a file's rows into a table, and makes sure that it still is the file that was checked. */
async function loadTable(
  client: ClientBase,
  folder: string,
  into: string,
  table: TableFile | undefined,
  count: (rows: number) => void,
): Promise<void> {
  if (table === undefined) throw new RangeError(`${into} has no file`);
  const { file, columns, sha256 } = table;
  const format = "(format csv, header match, encoding 'UTF8')";
  const meter = new RowMeter(count);
  try {
    const copy = client.query(copyFrom(`copy ${into} (${columnList(columns)}) from stdin with ${format}`));
    await pipeline(createReadStream(path.join(folder, file)), meter, copy);
  } catch (error) {
    const { message, where } = Object(error) as { message?: string; where?: string };
    throw new ExportProblem(`${file} cannot be taken: ${message}${where === undefined ? '' : ` (${where})`}`);
  }
  if (meter.sha256() !== sha256) throw new ExportProblem(`${file} was altered while it was read`);
}

/** Jobs that failed for good wait for a person here as well. */
async function loadDeadLetters(
  client: ClientBase,
  folder: string,
  table: TableFile | undefined,
  count: (rows: number) => void,
): Promise<void> {
  await client.query(`create temporary table imported_dead_letter (id uuid, job_id uuid, topic text,
    payload jsonb, due_at timestamptz, tries int, last_error text) on commit drop`);
  await loadTable(client, folder, 'imported_dead_letter', table, count);
  await client.query(
    `insert into ${BOSS_SCHEMA}.job (id, name, data, output, retry_limit, keep_until)
     select id, $1, jsonb_build_object('id', job_id, 'topic', topic, 'dueAt', iso(due_at), 'payload', payload,
       'triesMax', tries), jsonb_build_object('message', last_error), 0, now() + $2 * interval '1 minute'
     from imported_dead_letter`,
    [DEAD_LETTER_QUEUE, RETENTION_MINUTES],
  );
}

/** Numbers that the database gives go on after the highest one; jobs taken from the queue have none (0). */
function continueNumbers({ name, numbered }: StoredTable): string[] {
  if (numbered === null) return [];
  const sequence = `pg_get_serial_sequence('public.${name}', '${numbered}')`;
  return [`select setval(${sequence}, max(${numbered})) from ${name} having max(${numbered}) >= 1`];
}
