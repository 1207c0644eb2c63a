import { MAX_FEN, readStatedYuan } from '@tuanlink/shared/money';
import { addMs, DAY_MS, formatTime, startOfDay } from '@tuanlink/shared/time';

/**
 * Reads the text of WeChat's bills: a header, rows whose values each begin with a backtick, the header of the
 * summary and one row of sums. What cannot be read is named line by line and stops nothing else.
 */

/** What the shop knows before it opens a bill. */
export interface BillAsk {
  /** The day it is of, `YYYY-MM-DD`. */
  day: string;
  mchid: string;
  appid: string;
}

/** What is wrong with a line, in a word. */
export type LineFault =
  /** Not begun with a backtick. */
  | 'backtick'
  /** More or fewer values than the header has names. */
  | 'columns'
  /** Its moment cannot be read, or lies on another day. */
  | 'time'
  | 'other_day'
  /** An amount that is no exact number of fen, or negative where it must not be. */
  | 'amount'
  /** Another merchant's. */
  | 'merchant'
  /** A state, or a direction, that this program does not know. */
  | 'state'
  /** The number that names it is missing, or cannot be one. */
  | 'number'
  /** The same number stands in a line before. */
  | 'repeated';

/** Why nothing of a file can be used. */
export type BillFault = 'empty' | 'binary' | 'columns' | 'other_day';

/** One movement of money as a bill states it. */
export interface BillRow {
  /** Line of the file, the header being 1. */
  line: number;
  kind: 'payment' | 'refund' | 'flow';
  /** Payments: WeChat's number; refunds: ours; movements of the account: the voucher, which is ours too. */
  key: string;
  /** ISO. */
  at: string;
  /** Payments and refunds above 0; movements: below 0 when money left the account. */
  amountFen: number;
  /** What WeChat keeps, below 0 where it gives back. */
  feeFen: number;
  /** WeChat's word: state of the payment or refund, type of the movement. */
  state: string;
  outTradeNo: string;
  transactionId: string;
  /** WeChat's number of the refund or movement. */
  wechatNo: string;
}

/** A row with what counts for the sums; `own`: of this shop's mini program. */
export interface CountedRow {
  row: BillRow;
  own: boolean;
  /** By the names of the format's sums. */
  counts: Readonly<Record<string, number>>;
}

export interface UnreadableLine {
  line: number;
  fault: LineFault;
  /** Its beginning. */
  text: string;
}

export interface DifferingSum {
  name: string;
  stated: number;
  counted: number;
}

/** A bill as far as it can be read. */
export interface ReadBill {
  rows: BillRow[];
  unreadable: UnreadableLine[];
  /** `missing`: the file breaks off before its summary; `unreadable`: its sums are no numbers. */
  summaryFault: 'missing' | 'unreadable' | null;
  /** Sums of the summary that its rows do not have; empty while a line is unreadable. */
  sums: DifferingSum[];
}

export type BillReading = { ok: true; bill: ReadBill } | { ok: false; fault: BillFault };

/** The value of a named column of one line. */
export type Cell = (column: string) => string;

/** What distinguishes one kind of bill from another. */
export interface BillFormat {
  /** Columns without which it cannot be read; others may stand between them. */
  columns: readonly string[];
  /** First column of the summary, which ends the rows. */
  summaryBegin: string;
  /** Column of each sum in the summary. */
  sums: Readonly<Record<string, string>>;
  readRow(cell: Cell, line: number, ask: BillAsk): CountedRow | LineFault;
  readSum(name: string, text: string): number | null;
}

/** Characters of an unreadable line that are kept. */
const TEXT_MAX = 500;

/** Reads a bill; the only things that make all of it useless are a wrong header and a wrong day. */
export function readBill(format: BillFormat, text: string, ask: BillAsk): BillReading {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (text.trim() === '') return { ok: false, fault: 'empty' };
  if (text.includes('\0')) return { ok: false, fault: 'binary' };
  const header = namesOf(lines[0] ?? '');
  if (format.columns.some((column) => !header.includes(column))) return { ok: false, fault: 'columns' };
  const summaryAt = lines.findIndex((line) => line.trimStart().startsWith(format.summaryBegin));
  const end = summaryAt === -1 ? lines.length : summaryAt;
  const { counted, unreadable } = readRows(format, header, lines.slice(1, end), ask);
  const strays = unreadable.filter(({ fault }) => fault === 'other_day').length;
  if (strays > 0 && counted.length === 0 && strays === unreadable.length) {
    return { ok: false, fault: 'other_day' };
  }
  const rows = counted.filter(({ own }) => own).map(({ row }) => row);
  const bill = { rows, unreadable, ...checkSummary(format, lines, summaryAt, counted, unreadable) };
  return { ok: true, bill };
}

/** The names of a header; WeChat's examples write brackets both ways. */
function namesOf(line: string): string[] {
  const narrow = line.replaceAll('（', '(').replaceAll('）', ')');
  return narrow.split(',').map((name) => name.trim().replace(/^`/, ''));
}

/** The values of a line. Goods may have commas in their names, so only a comma before a backtick divides. */
function valuesOf(line: string): string[] | null {
  return line.startsWith('`') ? line.slice(1).split(',`') : null;
}

function readRows(format: BillFormat, header: string[], lines: readonly string[], ask: BillAsk) {
  const counted: CountedRow[] = [];
  const unreadable: UnreadableLine[] = [];
  const seen = new Set<string>();
  lines.forEach((text, index) => {
    if (text.trim() === '') return;
    const line = index + 2;
    const read = readLine(format, header, text, line, ask);
    const fault = typeof read === 'string' ? read : repeated(read.row, seen);
    if (fault !== null) unreadable.push({ line, fault, text: beginningOf(text) });
    else if (typeof read !== 'string') counted.push(read);
  });
  return { counted, unreadable };
}

/** The beginning of a line, without half a character at its end: PostgreSQL takes no JSON that holds one. */
function beginningOf(line: string): string {
  return line.slice(0, TEXT_MAX).replace(/[\uD800-\uDBFF]$/, '');
}

function readLine(format: BillFormat, header: string[], text: string, line: number, ask: BillAsk) {
  const values = valuesOf(text);
  if (values === null) return 'backtick';
  if (values.length !== header.length) return 'columns';
  return format.readRow((column) => (values[header.indexOf(column)] ?? '').trim(), line, ask);
}

/** A payment and a refund stand once in a bill; movements of the account may share a voucher. */
function repeated(row: BillRow, seen: Set<string>): LineFault | null {
  if (row.kind === 'flow') return null;
  const name = `${row.kind} ${row.key}`;
  if (seen.has(name)) return 'repeated';
  seen.add(name);
  return null;
}

function checkSummary(
  format: BillFormat,
  lines: readonly string[],
  summaryAt: number,
  counted: readonly CountedRow[],
  unreadable: readonly UnreadableLine[],
): Pick<ReadBill, 'summaryFault' | 'sums'> {
  const header = namesOf(lines[summaryAt] ?? '');
  const values = valuesOf(lines[summaryAt + 1] ?? '');
  if (summaryAt === -1 || values === null) return { summaryFault: 'missing', sums: [] };
  const sums: DifferingSum[] = [];
  for (const [name, column] of Object.entries(format.sums)) {
    const at = header.indexOf(column);
    const stated = format.readSum(name, (values[at] ?? '').trim());
    if (at === -1 || stated === null) return { summaryFault: 'unreadable', sums: [] };
    const total = counted.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
    // A fee that is no whole fen leaves a sum that is not a number: there is nothing exact to compare.
    if (!Number.isNaN(total) && total !== stated) sums.push({ name, stated, counted: total });
  }
  return { summaryFault: null, sums: unreadable.length === 0 ? sums : [] };
}

/** A moment as bills write it, when it lies on the day asked for. */
export function readMoment(text: string, ask: BillAsk): { at: string } | LineFault {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
  const [, day = '', hour, minute, second] = match ?? [];
  const start = startOfDay(day);
  if (start === null) return 'time';
  const at = addMs(start, ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000);
  if (at.getTime() >= start.getTime() + DAY_MS || formatTime(at) !== text.slice(0, 16)) return 'time';
  return day === ask.day ? { at: at.toISOString() } : 'other_day';
}

/** An amount of a row in fen; null when it is none, below 0, or more than money is moved by. */
export function readRowAmount(text: string): number | null {
  const fen = readStatedYuan(text);
  return fen !== null && fen >= 0 && fen <= MAX_FEN ? fen : null;
}

/** How many rows a summary states; WeChat's example of a fund-flow bill writes `20.0`. */
export function readCount(text: string): number | null {
  return /^\d{1,9}(\.0+)?$/.test(text) ? Number(text) : null;
}

/** Whether a text can be a number that WeChat or a merchant gives. */
export function isNumber(text: string): boolean {
  return /^[0-9A-Za-z_\-|*@]{1,64}$/.test(text);
}
