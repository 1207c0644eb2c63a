import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** An export that is not what it should be, or cannot be made or taken; the message says which part. */
export class ExportProblem extends Error {
  override name = 'ExportProblem';
}

/** The version of the format described in docs/export.md. */
export const FORMAT_VERSION = 1;
const FORMAT = 'tuanlink-export';
export const MANIFEST = 'manifest.json';

/** One file with the rows of one table. */
export interface TableFile {
  name: string;
  /** Below the export's folder. */
  file: string;
  columns: string[];
  rows: number;
  bytes: number;
  /** Hex. */
  sha256: string;
}

/** A picture; its name is the SHA-256 of its content. */
export interface PictureFile {
  name: string;
  bytes: number;
}

/** What stands in `manifest.json`. It tells no time, so that two exports of the same data are the same. */
export interface Manifest {
  format: typeof FORMAT;
  formatVersion: number;
  /** Migrations that made the tables; only a database with exactly these takes the export. */
  migrations: string[];
  ledger: {
    transferCount: number;
    /** Transfers that no block holds yet. */
    unsealedCount: number;
    blockCount: number;
    /** Hash of the newest block, null before the first. */
    headHash: string | null;
  };
  tables: TableFile[];
  pictures: PictureFile[];
}

export type ManifestContent = Omit<Manifest, 'format' | 'formatVersion'>;

/** The text of `manifest.json`. */
export function manifestText(content: ManifestContent): string {
  const manifest: Manifest = { format: FORMAT, formatVersion: FORMAT_VERSION, ...content };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const isHash = (value: unknown) => isText(value) && /^[0-9a-f]{64}$/.test(value);
const isName = (value: unknown) => isText(value) && /^[a-z_][a-z0-9_]*$/.test(value);

/** Whether each is named once. */
const isDistinct = (named: readonly { name: string }[]) =>
  new Set(named.map(({ name }) => name)).size === named.length;

function isTable(value: unknown): value is TableFile {
  const { name, file, columns, rows, bytes, sha256 } = Object(value) as Partial<TableFile>;
  const sound = isName(name) && isTexts(columns) && isCount(rows) && isCount(bytes) && isHash(sha256);
  return sound && file === tableFile(String(name));
}

function isPicture(value: unknown): value is PictureFile {
  const { name, bytes } = Object(value) as Partial<PictureFile>;
  return isText(name) && /^[0-9a-f]{64}\.webp$/.test(name) && isCount(bytes);
}

function isManifest(value: unknown): value is Manifest {
  const { migrations, ledger, tables, pictures } = Object(value) as Partial<Manifest>;
  const { transferCount, unsealedCount, blockCount, headHash } = Object(ledger) as Partial<
    Manifest['ledger']
  >;
  return (
    isTexts(migrations) &&
    [transferCount, unsealedCount, blockCount].every(isCount) &&
    (headHash === null || isHash(headHash)) &&
    Array.isArray(tables) &&
    tables.every(isTable) &&
    isDistinct(tables) &&
    Array.isArray(pictures) &&
    pictures.every(isPicture) &&
    isDistinct(pictures)
  );
}

/** Where a table's rows stand below the export's folder. */
export const tableFile = (name: string): string => `tables/${name}.csv`;
/** Where a picture stands below the export's folder. */
export const pictureFile = (name: string): string => `pictures/${name}`;

/**
 * Reads the manifest of an export.
 * @throws ExportProblem when the folder is no export, an unfinished one, or one of another version
 */
export async function readManifest(folder: string): Promise<Manifest> {
  let text;
  try {
    text = await readFile(path.join(folder, MANIFEST), 'utf8');
  } catch {
    const isFile = await stat(folder).then(
      (found) => found.isFile(),
      () => false, // nothing there
    );
    if (isFile) throw new ExportProblem(`${folder} is a file: unpack a ZIP first, and name the folder in it`);
    throw new ExportProblem(`${folder} is no complete export: ${MANIFEST} cannot be read`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ExportProblem(`${MANIFEST} was altered: it is no JSON`);
  }
  const { format, formatVersion } = Object(value) as { format?: unknown; formatVersion?: unknown };
  if (format !== FORMAT) throw new ExportProblem(`${MANIFEST} is not that of an export of this shop`);
  if (formatVersion !== FORMAT_VERSION) {
    const version = String(formatVersion);
    throw new ExportProblem(`the export has format version ${version}; this program reads ${FORMAT_VERSION}`);
  }
  if (!isManifest(value)) throw new ExportProblem(`${MANIFEST} was altered: a part is missing or malformed`);
  return value;
}
