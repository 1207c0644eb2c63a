/** One row of a CSV file. A field is null where it is empty and without quotes. */
export interface CsvRecord {
  /** Counted from 1, the header. */
  line: number;
  fields: (string | null)[];
}

/** A file that is no CSV; the message names the line. */
export class CsvProblem extends Error {
  constructor(
    readonly line: number,
    readonly problem: string,
  ) {
    super(`line ${line}: ${problem}`);
    this.name = 'CsvProblem';
  }
}

/** Characters of one row; more than any row of the shop has. */
const RECORD_MAX = 32 * 1024 * 1024;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads CSV as PostgreSQL writes it: fields between commas, in quotes where they hold a comma, a quote (which
 * is doubled) or the end of a line; an empty text is `""`, an absent value is nothing at all. One row is in
 * memory at a time.
 * @throws CsvProblem
 */
export async function* readCsv(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<CsvRecord> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const rows = new RecordCutter();
  const decode = (chunk: Buffer, stream: boolean) => {
    try {
      return decoder.decode(chunk, { stream });
    } catch {
      throw new CsvProblem(rows.lines + 1, 'this line or one of the next is no UTF-8');
    }
  };
  for await (const chunk of chunks) {
    yield* rows.push(typeof chunk === 'string' ? chunk : decode(chunk, true));
  }
  yield* rows.push(decode(Buffer.alloc(0), false));
  yield* rows.end();
}

/** Cuts text into records: at the ends of lines that stand outside of quotes. */
class RecordCutter {
  /** The last line so far, whose end has not come yet. */
  private rest = '';
  /** Lines of a record whose quotes are still open. */
  private open = '';
  /** Lines so far. */
  lines = 0;
  private firstLine = 1;

  *push(text: string): Generator<CsvRecord> {
    const whole = (this.rest + text).split('\n');
    this.rest = whole.pop() ?? '';
    for (const line of whole) yield* this.take(line);
  }

  *end(): Generator<CsvRecord> {
    if (this.rest !== '') yield* this.take(this.rest);
    if (this.open !== '') throw new CsvProblem(this.firstLine, 'a quote is never closed');
  }

  private *take(line: string): Generator<CsvRecord> {
    this.lines += 1;
    if (this.open === '') this.firstLine = this.lines;
    const record = this.open === '' ? line : `${this.open}\n${line}`;
    if (record.length > RECORD_MAX) throw new CsvProblem(this.firstLine, 'the row is too long');
    if (quotesIn(record) % 2 === 1) {
      this.open = record;
      return;
    }
    this.open = '';
    const fields = fieldsOf(this.firstLine === 1 ? record.replace(BYTE_ORDER_MARK, '') : record);
    if (fields === null) throw new CsvProblem(this.firstLine, 'the quotes are wrong');
    yield { line: this.firstLine, fields };
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** The fields of one record; null when a quote stands where none may. */
function fieldsOf(record: string): (string | null)[] | null {
  const fields: (string | null)[] = [];
  for (let at = 0; ; at += 1) {
    const quoted = record[at] === '"';
    const end = quoted ? closingQuote(record, at) + 1 : commaAfter(record, at);
    const text = record.slice(at, end);
    if (quoted ? end === 0 : text.includes('"')) return null;
    fields.push(quoted ? text.slice(1, -1).replaceAll('""', '"') : text === '' ? null : text);
    at = end;
    if (at >= record.length) return fields;
    if (record[at] !== ',') return null;
  }
}

function commaAfter(record: string, from: number): number {
  const comma = record.indexOf(',', from);
  return comma < 0 ? record.length : comma;
}

/** Where the quotes that open at `from` close; -1 when they never do. */
function closingQuote(record: string, from: number): number {
  let at = record.indexOf('"', from + 1);
  while (at >= 0 && record[at + 1] === '"') at = record.indexOf('"', at + 2);
  return at;
}

/** One row as {@link readCsv} reads it, with the end of its line. */
export function csvLine(fields: readonly (string | number | null)[]): string {
  return `${fields.map(fieldText).join(',')}\n`;
}

function fieldText(field: string | number | null): string {
  if (field === null) return '';
  const text = String(field);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
