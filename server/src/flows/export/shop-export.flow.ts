import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { sealedTransferColumns } from '../../domains/ledger/ledger.queries.js';
import { leafOf, type SealedTransfer } from '../../domains/ledger/ledger.rules.js';
import type { FileStorage } from '../../infra/storage/file-storage.js';
import { csvLine } from './csv.js';
import {
  columnList,
  deadLetterTable,
  type ExportTable,
  readTables,
  UNSEALED_TABLE,
} from './export-tables.js';
import {
  ExportProblem,
  MANIFEST,
  type ManifestContent,
  manifestText,
  type PictureFile,
  pictureFile,
  type TableFile,
  tableFile,
} from './manifest.js';
import { RowMeter } from './row-meter.js';

/** Only the owner of the process may read what an export holds: it is everything the shop knows. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Transfers read at once while their hashes are made. */
const UNSEALED_AT_ONCE = 1_000;

/** Texts of values do not depend on how the server or its machine is set up. */
const EXACT_TEXT = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0`;

/** What an export is made of and with. */
export interface ExportInput {
  /** A connection of its own, not inside a transaction. */
  client: ClientBase;
  /** Absent or empty. */
  folder: string;
  pictures: FileStorage;
  /** Is told how many rows of all are done. */
  tell?: (done: number, total: number) => void;
}

/**
 * Writes everything the shop knows into a folder, as docs/export.md describes it. One snapshot of the
 * database, however long it takes; nothing is locked and nothing changed, so the shop goes on meanwhile.
 * @returns the manifest's content
 * @throws ExportProblem when the folder holds something already
 */
export async function exportShop(input: ExportInput): Promise<ManifestContent> {
  await prepareFolder(input.folder);
  try {
    const { client } = input;
    await client.query('begin isolation level repeatable read read only');
    let content: Omit<ManifestContent, 'pictures'>;
    try {
      content = await exportTables(input);
    } finally {
      await client.query('rollback');
    }
    const whole = { ...content, pictures: await exportPictures(input) };
    // Last of all: a folder without it is an export that was not finished.
    const part = path.join(input.folder, `${MANIFEST}.part`);
    await writeFile(part, manifestText(whole), { mode: FILE_MODE });
    await rename(part, path.join(input.folder, MANIFEST));
    return whole;
  } catch (error) {
    for (const name of await readdir(input.folder)) {
      await rm(path.join(input.folder, name), { recursive: true, force: true });
    }
    throw error;
  }
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const [found] = await readdir(folder);
  if (found !== undefined) throw new ExportProblem(`${folder} is not empty: it holds ${found}`);
}

async function exportTables({
  client,
  folder,
  tell,
}: ExportInput): Promise<Omit<ManifestContent, 'pictures'>> {
  await client.query(EXACT_TEXT);
  await mkdir(path.join(folder, 'tables'), { mode: FOLDER_MODE });
  const tables = [...(await readTables(client)), deadLetterTable];
  const total = await countRows(client, tables);
  let done = 0;
  const count = (rows: number) => {
    done += rows;
    tell?.(done, total);
  };
  count(0);
  const files: TableFile[] = [];
  for (const table of tables) files.push(await exportTable(client, folder, table, count));
  const unsealed = await exportUnsealed(client, folder);
  const migrations = await client.query<{ name: string }>('select name from migration order by timestamp');
  return {
    migrations: migrations.rows.map(({ name }) => name),
    ledger: await ledgerFacts(client, files, unsealed.rows),
    tables: [...files, unsealed].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

async function countRows(client: ClientBase, tables: readonly ExportTable[]): Promise<number> {
  const counts = tables.map(({ from }) => `(select count(*) from ${from})`).join(' + ');
  const { rows } = await client.query<{ total: string }>(`select ${counts} as total`);
  return Number(rows[0]?.total);
}

async function exportTable(
  client: ClientBase,
  folder: string,
  { name, columns, from, order }: ExportTable,
  count: (rows: number) => void,
): Promise<TableFile> {
  const rows = `select ${columnList(columns, 't.')} from ${from} order by ${order}`;
  const copy = client.query(copyTo(`copy (${rows}) to stdout with (format csv, header, encoding 'UTF8')`));
  return writeTable(folder, name, columns, copy, count);
}

async function writeTable(
  folder: string,
  name: string,
  columns: string[],
  csv: Readable,
  count: (rows: number) => void,
): Promise<TableFile> {
  const file = tableFile(name);
  const meter = new RowMeter(count);
  await pipeline(csv, meter, createWriteStream(path.join(folder, file), { mode: FILE_MODE, flags: 'wx' }));
  return { name, file, columns, rows: meter.rows, bytes: meter.bytes, sha256: meter.sha256() };
}

/** Transfers too young for a block, with the hash that a block would hold of them. */
function exportUnsealed(client: ClientBase, folder: string): Promise<TableFile> {
  const columns = ['transfer_id', 'leaf'];
  async function* rows() {
    yield csvLine(columns);
    for (let after = 0; ;) {
      const found = await client.query<Record<keyof SealedTransfer, string | null>>(
        `select ${sealedTransferColumns} from ledger_transfer t
         left join ledger_block_entry e on e.transfer_id = t.id
         where e.transfer_id is null and t.seq > $1 order by t.seq limit $2`,
        [after, UNSEALED_AT_ONCE],
      );
      // This connection may give `bigint` as text.
      const transfers = found.rows.map(
        (row) => ({ ...row, seq: Number(row.seq), amountFen: Number(row.amountFen) }) as SealedTransfer,
      );
      if (transfers.length === 0) return;
      yield transfers.map((transfer) => csvLine([transfer.id, leafOf(transfer)])).join('');
      after = transfers.at(-1)?.seq ?? after;
    }
  }
  return writeTable(folder, UNSEALED_TABLE, columns, Readable.from(rows(), { objectMode: false }), () => {});
}

async function ledgerFacts(client: ClientBase, files: readonly TableFile[], unsealedCount: number) {
  const rowsOf = (name: string) => files.find((file) => file.name === name)?.rows ?? 0;
  const head = await client.query<{ hash: string }>('select hash from ledger_block order by id desc limit 1');
  return {
    transferCount: rowsOf('ledger_transfer'),
    unsealedCount,
    blockCount: rowsOf('ledger_block'),
    headHash: head.rows[0]?.hash ?? null,
  };
}

async function exportPictures({ folder, pictures }: ExportInput): Promise<PictureFile[]> {
  await mkdir(path.join(folder, 'pictures'), { mode: FOLDER_MODE });
  const files: PictureFile[] = [];
  for await (const name of pictures.list()) {
    const file = await pictures.open(name);
    if (file === null) continue;
    const target = path.join(folder, pictureFile(name));
    await pipeline(file.stream, createWriteStream(target, { mode: FILE_MODE, flags: 'wx' }));
    files.push({ name, bytes: file.size });
  }
  return files;
}
