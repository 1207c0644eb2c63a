import { createReadStream } from 'node:fs';
import path from 'node:path';
import { CsvProblem, readCsv } from './csv.js';
import { BadColumn, type Row } from './ledger-records.rules.js';
import { tableFile } from './manifest.js';

/** What is wrong with an exported ledger, in a word. */
export type LedgerFault =
  'malformed' | 'altered' | 'missing' | 'added' | 'moved' | 'entry' | 'block' | 'chain' | 'balance' | 'count';

/** The first thing that is wrong with an exported ledger, and where. */
export interface LedgerFinding {
  fault: LedgerFault;
  /** Below the export's folder. */
  file: string;
  /** Counted from 1, the header; absent where a row is missing. */
  line?: number;
  /** The transfer that is not what it was, where it is about one. */
  transferId?: string;
  /** The account whose balance is wrong, where it is about one. */
  account?: string;
  /** What was done, without the place. */
  what: string;
}

/** A finding in one sentence: the place, what it is about, and what was done. */
export function findingText({ file, line, transferId, account, what }: LedgerFinding): string {
  const place = line === undefined ? file : `${file}, line ${line}`;
  const about = transferId === undefined ? account && `account ${account}` : `transfer ${transferId}`;
  return `${place}: ${about === undefined ? '' : `${about}: `}${what}`;
}

/** Ends a check with what it found. */
export class FoundFault extends Error {
  constructor(readonly finding: LedgerFinding) {
    super(finding.what);
    this.name = 'FoundFault';
  }
}

/** Ends a check. @throws FoundFault always */
export function found(finding: LedgerFinding): never {
  throw new FoundFault(finding);
}

/** A row that was read, with the line it begins on. */
export interface Placed<T> {
  line: number;
  value: T;
}

/**
 * The rows of one table of an export, one after the other; no more than one is in memory.
 * @param read makes the row's object
 * @throws FoundFault `malformed` with the line where a row cannot be read
 */
export class LedgerRows<T> {
  readonly file: string;
  private readonly rows: AsyncGenerator<Placed<T>>;
  private ahead: Placed<T> | null | undefined;

  constructor(
    private readonly folder: string,
    table: string,
    private readonly read: (row: Row) => T,
  ) {
    this.file = tableFile(table);
    this.rows = this.open();
  }

  /** The next row, which stays the next one; null at the end. */
  async peek(): Promise<Placed<T> | null> {
    if (this.ahead === undefined) {
      const { done, value } = await this.rows.next();
      this.ahead = done === true ? null : value;
    }
    return this.ahead;
  }

  /** The next row; null at the end. */
  async next(): Promise<Placed<T> | null> {
    const row = await this.peek();
    if (row !== null) this.ahead = undefined;
    return row;
  }

  /** All rows that are left. */
  async *rest(): AsyncGenerator<Placed<T>> {
    try {
      for (let row = await this.next(); row !== null; row = await this.next()) yield row;
    } finally {
      await this.close();
    }
  }

  /** The first row of the whole file that fits; null when there is none. */
  async find(fits: (value: T) => boolean): Promise<Placed<T> | null> {
    for await (const row of this.open()) if (fits(row.value)) return row;
    return null;
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.rows.return(undefined);
  }

  private async *open(): AsyncGenerator<Placed<T>> {
    const { file } = this;
    let columns: string[] | undefined;
    try {
      for await (const { line, fields } of readCsv(createReadStream(path.join(this.folder, file)))) {
        if (columns === undefined) {
          columns = fields.map((field) => field ?? '');
          continue;
        }
        yield { line, value: this.readRow(columns, line, fields) };
      }
    } catch (error) {
      if (error instanceof CsvProblem) {
        found({ fault: 'malformed', file, line: error.line, what: error.problem });
      }
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        found({ fault: 'missing', file, what: 'the file is missing' });
      }
      throw error;
    }
  }

  private readRow(columns: readonly string[], line: number, fields: readonly (string | null)[]): T {
    const { file } = this;
    if (fields.length !== columns.length) {
      found({
        fault: 'malformed',
        file,
        line,
        what: `the row has ${fields.length} fields, not ${columns.length}`,
      });
    }
    const row = new Map(columns.map((column, index) => [column, fields[index] ?? null]));
    try {
      return this.read(row);
    } catch (error) {
      if (!(error instanceof BadColumn)) throw error;
      const id = row.get('id') ?? row.get('transfer_id');
      const transferId = id === undefined || id === null ? {} : { transferId: id };
      const about = file.endsWith('ledger_transfer.csv') ? transferId : {};
      return found({ fault: 'malformed', file, line, ...about, what: error.message });
    }
  }
}
