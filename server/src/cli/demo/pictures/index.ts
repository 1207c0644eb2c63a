import { SIDE_PX, type Drawing, frame } from './frame.js';
import { appleHalf, apples, orangeCut, oranges } from './fruit.js';
import { detergent, mug, socks, tea, teaCup, towels } from './house.js';
import { eggs, eggsNest, honey, noodles, rice, riceBowl, shrimpPicture } from './kitchen.js';

const drawings = {
  oranges,
  'orange-cut': orangeCut,
  eggs,
  'eggs-nest': eggsNest,
  towels,
  tea,
  'tea-cup': teaCup,
  rice,
  'rice-bowl': riceBowl,
  honey,
  mug,
  noodles,
  shrimp: shrimpPicture,
  apples,
  'apple-half': appleHalf,
  detergent,
  socks,
} satisfies Record<string, Drawing>;

/** The pictures this program can draw. */
export type PictureName = keyof typeof drawings;

/** A picture of 800 × 800 pixels as PNG, ready to be uploaded as a photograph would be. */
export async function drawPicture(name: PictureName): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(frame(drawings[name])))
    .resize(SIDE_PX, SIDE_PX)
    .png({ compressionLevel: 3 })
    .toBuffer();
}
