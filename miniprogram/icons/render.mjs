/**
 * Draws the pictures of the tab bar: `node miniprogram/icons/render.mjs`. WeChat takes only PNG there,
 * 81 × 81 pixels and at most 40 KB. Each drawing comes as an outline and, for the chosen tab, filled.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const here = path.dirname(fileURLToPath(import.meta.url));
const output = path.join(here, '../src/assets/tabs');

const line = 'stroke-width: 5; stroke-linejoin: round; stroke-linecap: round;';
const styles = {
  '': `* { fill: none; stroke: #5e5853; ${line} }`,
  '-on': `* { fill: #d4231a; stroke: #d4231a; ${line} } .open { fill: none } .mark { stroke: #ffffff }`,
};

fs.mkdirSync(output, { recursive: true });
for (const file of fs.readdirSync(here).filter((name) => name.endsWith('.svg'))) {
  const svg = fs.readFileSync(path.join(here, file), 'utf8');
  for (const [suffix, style] of Object.entries(styles)) {
    const styled = svg.replace('>', `><style>${style}</style>`);
    const target = path.join(output, file.replace('.svg', `${suffix}.png`));
    await sharp(Buffer.from(styled)).resize(81, 81).png({ compressionLevel: 9 }).toFile(target);
  }
}
