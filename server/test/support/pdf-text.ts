import { inflateSync } from 'node:zlib';

/** One object of a file: its dictionary, and what its stream holds. */
interface PdfObject {
  head: string;
  content: string;
}

/**
 * What a reader can select and search: each text of a PDF as pdfkit writes it, in the order they were drawn,
 * page by page. Throws where a font does not say which characters its glyphs are.
 */
export function pdfTexts(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const fonts = fontsOf(objects);
  const pages = [...objects.values()].find(({ head }) => head.includes('/Kids ['))?.head ?? '';
  const kids = refsIn(/\/Kids \[([^\]]*)\]/.exec(pages)?.[1] ?? '');
  return kids.flatMap((kid) => {
    const [contents] = refsIn(/\/Contents [^/]*/.exec(objects.get(kid)?.head ?? '')?.[0] ?? '');
    return drawnTexts(objects.get(contents ?? 0)?.content ?? '', fonts);
  });
}

const refsIn = (text: string) => [...text.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number));

function objectsOf(pdf: Buffer): Map<number, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)(\nstream\n|\nendobj)/g)) {
    const [all, number, head = '', end] = match;
    const from = match.index + all.length;
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const bytes = end === '\nstream\n' ? pdf.subarray(from, from + length) : Buffer.alloc(0);
    const content = head.includes('/FlateDecode') ? inflateSync(bytes) : bytes;
    objects.set(Number(number), { head, content: content.toString('latin1') });
  }
  return objects;
}

/** Of each font, by the name pages use, what its glyphs mean. */
function fontsOf(objects: Map<number, PdfObject>): Map<string, string[]> {
  const fonts = new Map<string, string[]>();
  for (const { head } of objects.values()) {
    for (const [, name = '', number] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const [map] = refsIn(/\/ToUnicode \d+ 0 R/.exec(objects.get(Number(number))?.head ?? '')?.[0] ?? '');
      if (map !== undefined) fonts.set(name, glyphsOf(objects.get(map)?.content ?? ''));
    }
  }
  return fonts;
}

/** `<0000> <00ff> [<4e00> …]`: from the first glyph on, one after the other. */
function glyphsOf(map: string): string[] {
  const glyphs: string[] = [];
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    const texts = [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = '']) => utf16(hex.replaceAll(' ', '')));
    texts.forEach((text, index) => (glyphs[Number.parseInt(first, 16) + index] = text));
  }
  return glyphs;
}

const utf16 = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** `/F1 10 Tf … [<00010002> 0] TJ` */
function drawnTexts(content: string, fonts: Map<string, string[]>): string[] {
  let font = '';
  const texts: string[] = [];
  for (const [, name, pieces = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = name;
    else texts.push(readGlyphs(pieces, font, fonts));
  }
  return texts;
}

function readGlyphs(pieces: string, font: string, fonts: Map<string, string[]>): string {
  const hex = [...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, glyphs = '']) => glyphs).join('');
  const codes = (hex.match(/.{4}/g) ?? []).map((code) => Number.parseInt(code, 16));
  return codes
    .map((code) => {
      const text = fonts.get(font)?.[code];
      if (text === undefined) throw new Error(`font ${font} does not say what its glyph ${code} is`);
      return text;
    })
    .join('');
}
