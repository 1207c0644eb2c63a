/** A cell: a text, a number, or nothing. */
export type CsvValue = string | number | null;

/** Spreadsheets take the file for UTF-8 by these bytes. */
const BOM = '\ufeff';
/** Numbers are what they look like, with or without a sign. */
const NUMBER = /^-?\d+(\.\d+)?$/;
/** How a text begins that a spreadsheet would run as a formula, full-width signs included. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * A text as a cell. What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV
 * injection"): the names in our files are chosen by strangers.
 */
function cellOf(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A CSV file (RFC 4180, UTF-8 with BOM) with a header. Throws a RangeError for a row of another length. */
export function writeCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  const wrong = rows.findIndex((row) => row.length !== header.length);
  if (wrong >= 0) throw new RangeError(`row ${wrong} has not as many cells as the header`);
  return BOM + [header, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}
