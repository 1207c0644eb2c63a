import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type PDFDocument from 'pdfkit';
import { unpackWoff } from './woff.js';

/** A column of a table; `share` says how the width is divided. */
export interface PaperColumn {
  title: string;
  share: number;
  align?: 'left' | 'right';
}

/** A document for people: a title, facts, a table, notes. All texts are in the reader's language already. */
export interface Paper {
  title: string;
  /** Under the title: whose it is, and what it is about. */
  subtitle: string;
  facts: readonly { label: string; value: string; strong?: boolean }[];
  table?: { columns: readonly PaperColumn[]; rows: readonly (readonly string[])[] };
  notes: readonly string[];
  /** On every page, before its number. */
  footer: string;
}

const MARGIN = 48;
const INK = '#1c1917';
const SOFT = '#6b645e';
const LINE = '#d9d4cf';
const ROW_PADDING = 4;

type Doc = InstanceType<typeof PDFDocument>;
type Faces = Record<'regular' | 'bold', Buffer>;

let faces: Faces | undefined;

/** Latin and Chinese in one face, from an npm package: machines need no fonts of their own. Read once. */
function loadFaces(): Faces {
  const home = path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'));
  const face = (weight: number) =>
    unpackWoff(
      readFileSync(path.join(home, 'files', `noto-sans-sc-chinese-simplified-${weight}-normal.woff`)),
    );
  return { regular: face(400), bold: face(700) };
}

/** Makes the PDF, A4. The same paper gives the same pages; `madeAt` is what it says of itself. */
export async function renderPaper(paper: Paper, madeAt: Date): Promise<Buffer> {
  // Read when the first paper is made: most processes never make one, and all would hold 7 MB for it.
  const { default: Document } = await import('pdfkit');
  faces ??= loadFaces();
  const info = { Title: paper.title, CreationDate: madeAt, Producer: 'TuanLink', Creator: 'TuanLink' };
  const doc = new Document({ size: 'A4', margin: MARGIN, bufferPages: true, info });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  doc.registerFont('regular', faces.regular).registerFont('bold', faces.bold);
  drawHead(doc, paper);
  drawFacts(doc, paper);
  if (paper.table !== undefined) drawTable(doc, paper.table);
  drawNotes(doc, paper);
  drawFooters(doc, paper.footer);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

const widthOf = (doc: Doc) => doc.page.width - 2 * MARGIN;

function drawHead(doc: Doc, { title, subtitle }: Paper): void {
  doc
    .font('bold')
    .fontSize(18)
    .fillColor(INK)
    .text(title, { width: widthOf(doc) });
  doc
    .font('regular')
    .fontSize(10)
    .fillColor(SOFT)
    .text(subtitle, { width: widthOf(doc) });
  doc.moveDown(1);
}

function drawFacts(doc: Doc, { facts }: Paper): void {
  const width = widthOf(doc);
  for (const { label, value, strong = false } of facts) {
    const height = Math.max(doc.fontSize(10).heightOfString(value, { width: width * 0.6 }), 12);
    makeRoom(doc, height + ROW_PADDING);
    const { y } = doc;
    doc
      .font('regular')
      .fillColor(SOFT)
      .text(label, MARGIN, y, { width: width * 0.38 });
    doc
      .font(strong ? 'bold' : 'regular')
      .fillColor(INK)
      .text(value, MARGIN + width * 0.4, y, { width: width * 0.6, align: 'right' });
    doc.y = y + height + ROW_PADDING;
  }
  doc.x = MARGIN;
  doc.moveDown(1);
}

function drawTable(doc: Doc, { columns, rows }: NonNullable<Paper['table']>): void {
  const whole = columns.reduce((sum, column) => sum + column.share, 0);
  const widths = columns.map(({ share }) => (widthOf(doc) * share) / whole);
  const titles = columns.map(({ title }) => title);
  const drawRow = (cells: readonly string[], face: 'regular' | 'bold') => {
    doc.font(face).fontSize(8.5);
    const height = Math.max(
      ...cells.map((cell, index) => doc.heightOfString(cell, { width: (widths[index] ?? 0) - 6 })),
    );
    const fits = makeRoom(doc, height + 2 * ROW_PADDING);
    if (!fits && face === 'regular') drawRow(titles, 'bold');
    const top = doc.y + ROW_PADDING;
    let x = MARGIN;
    cells.forEach((cell, index) => {
      const width = (widths[index] ?? 0) - 6;
      doc
        .font(face)
        .fontSize(8.5)
        .fillColor(INK)
        .text(cell, x, top, { width, align: columns[index]?.align ?? 'left' });
      x += width + 6;
    });
    doc.y = top + height + ROW_PADDING;
    doc
      .moveTo(MARGIN, doc.y)
      .lineTo(MARGIN + widthOf(doc), doc.y)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
  };
  drawRow(titles, 'bold');
  for (const row of rows) drawRow(row, 'regular');
  doc.x = MARGIN;
  doc.moveDown(1);
}

function drawNotes(doc: Doc, { notes }: Paper): void {
  for (const note of notes) {
    const height = doc
      .font('regular')
      .fontSize(9)
      .heightOfString(note, { width: widthOf(doc) });
    makeRoom(doc, height);
    doc.fillColor(SOFT).text(note, MARGIN, doc.y, { width: widthOf(doc) });
    doc.moveDown(0.3);
  }
}

/** Begins a new page where this one has not so much room left; false: it did. */
function makeRoom(doc: Doc, height: number): boolean {
  if (doc.y + height <= doc.page.height - MARGIN - 16) return true;
  doc.addPage();
  return false;
}

function drawFooters(doc: Doc, footer: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(start + page);
    // Below the margin, where the library would begin a new page by itself.
    doc.page.margins.bottom = 0;
    const y = doc.page.height - MARGIN + 12;
    doc.font('regular').fontSize(8).fillColor(SOFT);
    doc.text(footer, MARGIN, y, { width: widthOf(doc), align: 'left', lineBreak: false });
    doc.text(`${page + 1} / ${count}`, MARGIN, y, { width: widthOf(doc), align: 'right', lineBreak: false });
  }
}
