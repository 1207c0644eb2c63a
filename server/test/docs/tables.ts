import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One table of a page, with the heading it stands below. */
export interface DocTable {
  heading: string;
  columns: string[];
  /** Cells as text, without the marks of code. */
  rows: string[][];
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));

/** All tables of a page below `docs/`, in their order. */
export function tablesOf(name: string): DocTable[] {
  const text = readFileSync(fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url)), 'utf8');
  const tables: DocTable[] = [];
  let heading = '';
  let open: DocTable | null = null;
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    if (!line.startsWith('|')) {
      open = null;
    } else if (open === null) {
      open = { heading, columns: cellsOf(line), rows: [] };
      tables.push(open);
    } else if (!/^\|[\s|:-]+\|$/.test(line)) {
      open.rows.push(cellsOf(line));
    }
  }
  return tables;
}
