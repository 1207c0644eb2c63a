import { inflateSync } from 'node:zlib';

const SIGNATURE = 'wOFF';
const HEADER_BYTES = 44;
const ENTRY_BYTES = 20;

/**
 * Turns a WOFF 1.0 font into the plain font it was made from: the same tables, not compressed
 * (https://www.w3.org/TR/WOFF/). PDFs are made a hundred times faster from plain fonts.
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== SIGNATURE) throw new Error('not a WOFF font');
  const count = woff.readUInt16BE(12);
  const power = Math.floor(Math.log2(count));
  const header = Buffer.alloc(12 + 16 * count);
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * count - 16 * 2 ** power, 10);
  const parts: Buffer[] = [header];
  let offset = header.length;
  for (let table = 0; table < count; table++) {
    const from = HEADER_BYTES + ENTRY_BYTES * table;
    const [start = 0, packed = 0, length = 0] = [4, 8, 12].map((field) => woff.readUInt32BE(from + field));
    const stored = woff.subarray(start, start + packed);
    const content = packed < length ? inflateSync(stored) : stored;
    const entry = 12 + 16 * table;
    woff.copy(header, entry, from, from + 4);
    woff.copy(header, entry + 4, from + 16, from + 20);
    header.writeUInt32BE(offset, entry + 8);
    header.writeUInt32BE(length, entry + 12);
    const padding = Buffer.alloc(-length & 3);
    parts.push(content, padding);
    offset += length + padding.length;
  }
  return Buffer.concat(parts);
}
