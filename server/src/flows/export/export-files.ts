import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  ExportProblem,
  MANIFEST,
  type Manifest,
  type PictureFile,
  pictureFile,
  type TableFile,
} from './manifest.js';
import { RowMeter } from './row-meter.js';

/** The tables from which the ledger is checked; nothing else of an export is needed for it. */
export const LEDGER_TABLES: readonly string[] = [
  'ledger_account',
  'ledger_block',
  'ledger_block_entry',
  'ledger_platform_sum',
  'ledger_transfer',
  'ledger_unsealed',
];

/** Of what a file holds, which passes through the meter; `absent` when there is no such file. */
async function sha256Of(file: string, meter = new RowMeter()): Promise<string> {
  try {
    await pipeline(createReadStream(file), meter.resume());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
  return meter.sha256();
}

/** @throws ExportProblem with the first of these tables whose file is not the one that was exported */
export async function checkTableFiles(folder: string, tables: readonly TableFile[]): Promise<void> {
  for (const { file, sha256, rows, bytes } of tables) {
    const meter = new RowMeter();
    const now = await sha256Of(path.join(folder, file), meter);
    if (now === 'absent') throw new ExportProblem(`${file} is missing`);
    if (now !== sha256) throw new ExportProblem(`${file} was altered: it is not the file that was exported`);
    if (meter.rows !== rows || meter.bytes !== bytes) {
      throw new ExportProblem(
        `${MANIFEST} was altered: ${file} has ${meter.rows} rows, ${meter.bytes} bytes`,
      );
    }
  }
}

async function checkPicture(folder: string, { name, bytes }: PictureFile): Promise<void> {
  const file = pictureFile(name);
  const now = await sha256Of(path.join(folder, file));
  if (now === 'absent') throw new ExportProblem(`${file} is missing`);
  const { size } = await stat(path.join(folder, file));
  if (`${now}.webp` !== name || size !== bytes) {
    throw new ExportProblem(`${file} was altered: it is not the picture of that name`);
  }
}

/** Files and folders of an export, relative to it, sorted. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/**
 * Holds every file of an export against its manifest.
 * @throws ExportProblem with the first file that was altered, is missing, or was added
 */
export async function checkFiles(folder: string, { tables, pictures }: Manifest): Promise<void> {
  await checkTableFiles(folder, tables);
  for (const picture of pictures) await checkPicture(folder, picture);
  const known = new Set([
    MANIFEST,
    ...tables.map(({ file }) => file),
    ...pictures.map(({ name }) => pictureFile(name)),
  ]);
  const more = (await filesOf(folder)).find((file) => !known.has(file));
  if (more !== undefined) throw new ExportProblem(`${more} was added: the manifest does not name it`);
}
