import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { filesOf } from './export-files.js';

/** The same in every archive, so that the same export is the same file. */
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** Packs a folder into one ZIP file; `name` is the folder's name inside. */
export async function zipFolder(folder: string, name: string, target: string): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const file of await filesOf(folder)) {
    zip.addFile(path.join(folder, file), `${name}/${file}`, { mtime: LONG_AGO, mode: 0o100600 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(target, { mode: 0o600 }));
}
