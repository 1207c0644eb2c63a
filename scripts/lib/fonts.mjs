/**
 * A Chinese font for browsers on machines that have none. npm packages carry web fonts; browsers draw the
 * system's fonts only from plain font files, so the web fonts are unpacked into the cache.
 */
import fs from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { CACHE_DIR, fromRoot } from './paths.mjs';

const FOLDER = path.join(CACHE_DIR, 'fonts');
const FACES = ['chinese-simplified-400', 'chinese-simplified-700', 'latin-400', 'latin-700'];

/**
 * Turns a WOFF 1.0 font into the plain font it was made from: the same tables, not compressed
 * (https://www.w3.org/TR/WOFF/).
 * @param {Buffer} woff
 * @returns {Buffer}
 */
export function unpackWoff(woff) {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') {
    throw new Error('not a WOFF font');
  }
  const count = woff.readUInt16BE(12);
  const power = Math.floor(Math.log2(count));
  const header = Buffer.alloc(12 + 16 * count);
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * count - 16 * 2 ** power, 10);
  /** @type {Buffer[]} */
  const parts = [header];
  let offset = header.length;
  for (let table = 0; table < count; table++) {
    const from = 44 + 20 * table;
    const [start, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(from + field));
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

/** Fontconfig's settings: our font stands in wherever a page asks for a family that is not there. */
const SETTINGS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${FOLDER}</dir>
  <cachedir>${path.join(FOLDER, 'cache')}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Noto Sans SC</string></edit>
  </match>
</fontconfig>
`;

/**
 * Makes the font usable.
 * @returns {string} the file for the environment variable FONTCONFIG_FILE of a browser
 */
export function ensureFonts() {
  const settings = path.join(FOLDER, 'fonts.conf');
  if (!fs.existsSync(settings)) {
    fs.mkdirSync(FOLDER, { recursive: true });
    const files = fromRoot('node_modules/@fontsource/noto-sans-sc/files');
    for (const face of FACES) {
      const woff = fs.readFileSync(path.join(files, `noto-sans-sc-${face}-normal.woff`));
      fs.writeFileSync(path.join(FOLDER, `${face}.otf`), unpackWoff(woff));
    }
    fs.writeFileSync(settings, SETTINGS);
  }
  return settings;
}
